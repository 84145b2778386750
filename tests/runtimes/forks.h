/* SPDX-License-Identifier: MIT
 *
 * What the programs of this folder share: a runtime tells how it is set up, how one line
 * of its numbers is drawn and how it is seeded, and main() forks with it. Not a library:
 * the program is as much like others' as can be.
 *
 * - PROGRAM drawn|fresh|seeded|apart [N]: N children (8), one after the other; each
 *   prints a line. drawn: the parent has drawn before; fresh: it has not; seeded: it was
 *   seeded by the program; apart: each child has two children, which print as well;
 *   reseeded: the parent has drawn, and each child seeds itself
 * - PROGRAM parent: the parent's lines, with forks between them
 * - PROGRAM threads [N]: a second thread draws all the time; N children (200) draw;
 *   prints "hung=H died=D of N"
 * - PROGRAM until [N]: the same up to the first that hangs; "hung=1 ..." where one does
 */
#pragma once

#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct runtime {
	void (*setup)(void);          /* once; NULL: there is nothing to do */
	void (*draw)(char line[256]); /* at least 64 bits of it, as text */
	void (*seed)(void);           /* by the program's own choice; NULL: it can't */
};

static const struct runtime *forked_runtime;
static bool children_seed;

static void print_draw(void)
{
	char line[256] = "";
	forked_runtime->draw(line);
	strcat(line, "\n");
	if (write(1, line, strlen(line)) < 0)
		_exit(1);
}

static void wait_all(void)
{
	while (wait(NULL) > 0)
		;
}

static void child_prints(bool has_children)
{
	if (fork() == 0) {
		if (children_seed)
			forked_runtime->seed();
		print_draw();
		for (int i = 0; has_children && i < 2; i++)
			child_prints(false);
		_exit(0);
	}
	wait_all();
}

static int run_children(const char *how, int count)
{
	if (strcmp(how, "seeded") == 0)
		forked_runtime->seed();
	children_seed = strcmp(how, "reseeded") == 0;
	char line[256] = "";
	if (strcmp(how, "fresh") != 0)
		forked_runtime->draw(line);
	for (int i = 0; i < count; i++)
		child_prints(strcmp(how, "apart") == 0);
	return 0;
}

static void child_draws(void)
{
	if (fork() == 0) {
		char line[256];
		forked_runtime->draw(line);
		_exit(0);
	}
	wait_all();
}

/* Seeded, so that two runs can be compared. */
static int run_parent(void)
{
	if (forked_runtime->seed)
		forked_runtime->seed();
	for (int i = 0; i < 8; i++) {
		print_draw();
		child_draws();
	}
	return 0;
}

static void *draw_for_ever(void *unused)
{
	char line[256];
	for (;;)
		forked_runtime->draw(line);
	return unused;
}

/* 'h': it had to be killed. */
static char end_of(pid_t child)
{
	int status = 0;
	for (int i = 0; i < 2000; i++) {
		if (waitpid(child, &status, WNOHANG) == child)
			return status ? 'd' : 'e';
		usleep(1000);
	}
	kill(child, SIGKILL);
	waitpid(child, &status, 0);
	return 'h';
}

/* The first draw is before the thread: some libraries make their state by it, and a child
 * of the middle of that crashes, bare as well. */
static int run_threads(int count, bool until_one_hangs)
{
	pthread_t thread;
	int hung = 0, died = 0;
	char first[256];
	forked_runtime->draw(first);
	pthread_create(&thread, NULL, draw_for_ever, NULL);
	for (int i = 0; i < count && !(hung && until_one_hangs); i++) {
		pid_t child = fork();
		if (child == 0) {
			char line[256];
			forked_runtime->draw(line);
			_exit(0);
		}
		char end = end_of(child);
		hung += end == 'h';
		died += end == 'd';
	}
	printf("hung=%d died=%d of %d\n", hung, died, count);
	fflush(NULL);
	_exit(0);
}

static int run_forks(const struct runtime *runtime, int argc, char **argv)
{
	const char *how = argc > 1 ? argv[1] : "drawn";
	int count = argc > 2 ? atoi(argv[2]) : 0;
	forked_runtime = runtime;
	if (runtime->setup)
		runtime->setup();
	if (strcmp(how, "parent") == 0)
		return run_parent();
	if (strcmp(how, "threads") == 0 || strcmp(how, "until") == 0)
		return run_threads(count ? count : 200, *how == 'u');
	return run_children(how, count ? count : 8);
}
