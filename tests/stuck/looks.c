/* SPDX-License-Identifier: MIT */
/*
 * Usage: looks KIND. A child that waits, for ever or not, in one way; a second thread of
 * its parent's may hold what it waits for. Prints the child's pid when it waits, and
 * holds still.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <linux/futex.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <unistd.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER, inheriting;
static pthread_spinlock_t spin_lock;
static pthread_t other;
static sem_t semaphore;
static uint32_t word;

static void nothing(void)
{
}
static void lock(void)
{
	pthread_mutex_lock(&mutex);
}
static void lock_twice(void)
{
	lock();
	lock();
}
static void *hold_inheriting(void *unused)
{
	pthread_mutex_lock(&inheriting);
	for (;;)
		pause();
	return unused;
}
/* Its own thread has it; the kernel knows whose it is. */
static void lock_inheriting(void)
{
	pthread_t thread;
	pthread_create(&thread, NULL, hold_inheriting, NULL);
	usleep(50000);
	pthread_mutex_lock(&inheriting);
}
static void spin(void)
{
	pthread_spin_lock(&spin_lock);
}
static void compute(void)
{
	for (volatile unsigned long sum = 0;;)
		sum = sum + 1;
}
static void join(void)
{
	pthread_join(other, NULL);
}
static void lock_stream(void)
{
	flockfile(stderr);
}
static void wait_for_post(void)
{
	sem_wait(&semaphore);
}
/* As for a word that another process could reach, too. */
static void wait_as_if_shared(void)
{
	syscall(SYS_futex, &word, FUTEX_WAIT, 0, NULL, NULL, 0);
}
static void *lock_in_thread(void *unused)
{
	lock();
	return unused;
}
static void join_one_that_locks(void)
{
	pthread_t thread;
	pthread_create(&thread, NULL, lock_in_thread, NULL);
	pthread_join(thread, NULL);
}

/* Without libc's fork handlers, which take streams' locks and forget threads. */
static pid_t raw_fork(void)
{
	return (pid_t)syscall(SYS_clone, 17 /* SIGCHLD */, NULL, NULL, NULL, NULL);
}

static const struct kind {
	const char *name;
	void (*thread)(void), (*child)(void);
	pid_t (*make)(void);
	int is_traced;
} kinds[] = {
	{"mutex", lock, lock, fork, 0},
	{"twice", nothing, lock_twice, fork, 0},
	{"inheriting", nothing, lock_inheriting, fork, 0},
	{"spin", spin, spin, fork, 0},
	{"computes", nothing, compute, fork, 0},
	{"join", nothing, join, raw_fork, 0},
	{"stream", lock_stream, lock_stream, raw_fork, 0},
	{"as-if-shared", nothing, wait_as_if_shared, fork, 0},
	{"no-threads", NULL, wait_for_post, fork, 0},
	{"traced", lock, lock, fork, 1},
	{"threads-traced", lock, join_one_that_locks, fork, 1},
};

static void *other_thread(void *kind)
{
	((const struct kind *)kind)->thread();
	for (;;)
		pause();
	return NULL;
}

/* Its threads go on: nothing but a second tracer meets a hindrance. */
static void trace(pid_t child)
{
	char path[64];
	struct dirent *task;
	snprintf(path, sizeof path, "/proc/%d/task", child);
	DIR *directory = opendir(path);
	while (directory && (task = readdir(directory)))
		if (*task->d_name != '.')
			ptrace(PTRACE_SEIZE, atoi(task->d_name), NULL, NULL);
}

static int run(const struct kind *kind)
{
	if (kind->thread)
		pthread_create(&other, NULL, other_thread, (void *)kind);
	usleep(100000);
	pid_t child = kind->make();
	if (child == 0) {
		kind->child();
		_exit(0);
	}
	usleep(200000);
	if (kind->is_traced)
		trace(child);
	printf("%d\n", child);
	fflush(stdout);
	pause();
	return 0;
}

int main(int argc, char **argv)
{
	pthread_mutexattr_t attributes;
	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_setprotocol(&attributes, PTHREAD_PRIO_INHERIT);
	pthread_mutex_init(&inheriting, &attributes);
	pthread_spin_init(&spin_lock, PTHREAD_PROCESS_PRIVATE);
	sem_init(&semaphore, 0, 0);
	for (size_t i = 0; argc > 1 && i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(argv[1], kinds[i].name) == 0)
			return run(&kinds[i]);
	return 2;
}
