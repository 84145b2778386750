/* SPDX-License-Identifier: MIT */
/*
 * What the programs of special.sh share: threads that ask for the time or hold a mutex,
 * children that need either, and how long their forks took. Usage: PROGRAM CASE
 * [PATIENCE] Each case prints one line, times in coarse steps, and ends by itself.
 */
#pragma once

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <pthread.h>
#include <pty.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

pid_t _Fork(void);

#define helper static __attribute__((unused))

static const time_t then __attribute__((unused)) = 1700000000;
static atomic_int phase __attribute__((unused)), stop;

helper double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

helper void use_time(void)
{
	struct tm m;
	localtime_r(&then, &m);
}

helper void *keep_busy(void *unused)
{
	while (!stop)
		use_time();
	return unused;
}

helper pthread_t start(void *(*run)(void *))
{
	pthread_t thread;
	pthread_create(&thread, NULL, run, NULL);
	return thread;
}

/* Waits for a child: 1 when it had to be killed. */
helper int hangs(pid_t pid, double patience)
{
	double until = now() + patience;
	int status;
	while (waitpid(pid, &status, WNOHANG) == 0) {
		if (now() > until) {
			kill(pid, SIGKILL);
			waitpid(pid, &status, 0);
			return 1;
		}
		usleep(200);
	}
	return status != 0;
}

static double patience = 10000;

/* The gate waits two seconds here, so that no other delay is taken for it. */
enum { SLOW = 1500 };

/* Forks, the child does it; how long the fork took goes to `took`. */
helper int child_of(pid_t (*make)(void), void (*work)(void), double *took)
{
	double before = now();
	pid_t pid = make();
	if (pid == 0) {
		work();
		_exit(0);
	}
	*took = now() - before;
	return hangs(pid, patience);
}

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

helper void lock_it(void)
{
	pthread_mutex_lock(&mutex);
}

helper void unlock_it(void)
{
	pthread_mutex_unlock(&mutex);
}

helper void wait_for_phase(void)
{
	while (!phase)
		usleep(100);
}

/* Forks five times; prints how many of them waited. */
helper void count_slow(const char *what)
{
	int slow = 0, hung = 0;
	for (int i = 0; i < 5; i++) {
		double took;
		hung += child_of(fork, use_time, &took);
		slow += took >= SLOW;
	}
	printf("%s: slow=%d hung=%d\n", what, slow, hung);
}

helper int slow_forks(int count)
{
	int slow = 0;
	for (int i = 0; i < count; i++) {
		double took;
		child_of(fork, use_time, &took);
		slow += took >= SLOW;
	}
	return slow;
}

struct special_case {
	const char *name;
	void (*run)(void);
};
extern const struct special_case cases[]; /* ends with a NULL name */

int main(int count, char **words)
{
	alarm(60);
	signal(SIGPIPE, SIG_IGN);
	if (count > 2)
		patience = atof(words[2]);
	for (const struct special_case *each = cases; count > 1 && each->name; each++)
		if (strcmp(each->name, words[1]) == 0) {
			each->run();
			fflush(stdout);
			_exit(0);
		}
	return 2;
}
