/* SPDX-License-Identifier: MIT */
/* Forked children that leave their answers in shared memory, and how many answers differ.
 * A child that hangs is ended by its alarm and leaves a zeroed answer.
 */
#ifndef CHILDREN_H
#define CHILDREN_H

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

typedef void child_task(int index, void *answer);

/* A test that can't go on says why. */
static inline _Noreturn void give_up(const char *what)
{
	perror(what);
	_exit(70);
}

/* Where there are too many processes for the moment, ours may be among them. */
static inline pid_t fork_patiently(void)
{
	pid_t child = fork();
	for (int i = 0; i < 100 && child < 0 && errno == EAGAIN; i++) {
		if (wait(NULL) < 0)
			usleep(100000);
		child = fork();
	}
	return child;
}

static inline void fork_child(int index, child_task *task, void *answer)
{
	pid_t child = fork_patiently();
	if (child < 0)
		give_up("fork");
	if (child)
		return;
	alarm(20);
	task(index, answer);
	_exit(0);
}

/* Answers of COUNT children, SIZE bytes each, in memory that the caller never frees. */
static inline void *ask_children(int count, size_t size, child_task *task)
{
	char *answers = mmap(NULL, (size_t)count * size, PROT_READ | PROT_WRITE,
			     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (answers == MAP_FAILED)
		give_up("mmap");
	for (int i = 0; i < count; i++) {
		fork_child(i, task, answers + (size_t)i * size);
		if (i % 2)
			wait(NULL);
	}
	while (wait(NULL) > 0)
		;
	return answers;
}

/* How many of COUNT records of SIZE bytes differ from each one before them. */
static inline int different(const void *records, int count, size_t size)
{
	const char *all = records;
	int different_ones = 0;
	for (int i = 0; i < count; i++) {
		int j = 0;
		while (j < i &&
		       memcmp(all + (size_t)i * size, all + (size_t)j * size, size))
			j++;
		different_ones += j == i;
	}
	return different_ones;
}

#endif
