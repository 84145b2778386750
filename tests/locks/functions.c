/* SPDX-License-Identifier: MIT */
/*
 * Two threads of the parent are inside a function of libc's all the time; children are
 * forked, and each calls one that needs the same lock. Prints how many hung, or died, of
 * how many. Usage: functions NAME|--list CHILDREN PATIENCE [stop]
 * PATIENCE: milliseconds for each child; stop: at the first that hangs. NAME may be
 * "mixed": eight threads do what a server does, logging, looking names up, opening
 * libraries, and children call one of these functions each.
 */
#define _GNU_SOURCE
#include "functions.h"
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { AT_A_TIME = 8 };

static const struct function *function;
static int hung, died;

static struct child {
	pid_t pid;
	double until;
} children[AT_A_TIME];

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void *keep_busy(void *what)
{
	const struct function *own = what;
	for (;;)
		own->busy();
	return NULL;
}

/* Functions that may be called by several threads at a time, says their manual. */
static const char *const mixed[] = {
	"localtime_r",
	"localtime, then syslog",
	"syslog",
	"strftime",
	"getaddrinfo",
	"gethostbyname",
	"getpwnam",
	"getgrnam",
	"newlocale",
	"duplocale",
	"strerror, then setlocale",
	"dcgettext",
	"dlopen",
	"dlopen, then another",
	"dl_iterate_phdr",
	"iconv_open",
	"sem_open",
	"timer_create",
	"popen",
	"regexec",
};
enum { MIXED = sizeof mixed / sizeof *mixed, MIXED_THREADS = 8 };
static bool is_mixed;

static const struct function *named(const char *name)
{
	const struct function *each = functions_list;
	while (each->name && strcmp(each->name, name) != 0)
		each++;
	return each->name ? each : NULL;
}

static void *keep_mixing(void *first)
{
	for (size_t i = *(const size_t *)first;; i += MIXED_THREADS)
		named(mixed[i % MIXED])->busy();
	return NULL;
}

static void start_threads(void)
{
	static size_t firsts[MIXED_THREADS];
	pthread_t thread;
	for (size_t i = 0; i < (is_mixed ? MIXED_THREADS : 2); i++) {
		firsts[i] = i;
		if (is_mixed)
			pthread_create(&thread, NULL, keep_mixing, &firsts[i]);
		else
			pthread_create(&thread, NULL, keep_busy, (void *)function);
	}
	usleep(2000);
}

static void reap(struct child *child)
{
	int status;
	bool late = now() > child->until;
	if (!child->pid)
		return;
	if (waitpid(child->pid, &status, WNOHANG) == child->pid) {
		died += status != 0;
		child->pid = 0;
	} else if (late) {
		kill(child->pid, SIGKILL);
		waitpid(child->pid, &status, 0);
		hung += WIFSIGNALED(status);
		child->pid = 0;
	}
}

static struct child *place(void)
{
	for (;;) {
		for (int i = 0; i < AT_A_TIME; i++) {
			reap(&children[i]);
			if (!children[i].pid)
				return &children[i];
		}
		usleep(200);
	}
}

static void make(double patience, int number)
{
	struct child *child = place();
	if (is_mixed)
		function = named(mixed[number % MIXED]);
	pid_t pid = fork();
	if (pid == 0) {
		(function->need ? function->need : function->busy)();
		_exit(0);
	}
	child->pid = pid > 0 ? pid : 0;
	child->until = now() + patience;
}

static void wait_for_all(void)
{
	for (int i = 0; i < AT_A_TIME; i++)
		while (children[i].pid) {
			reap(&children[i]);
			usleep(200);
		}
}

static int list(void)
{
	for (const struct function *each = functions_list; each->name; each++)
		printf("%s|%d\n", each->name, each->often);
	return 0;
}

/* What functions print is not wanted. */
static FILE *result(void)
{
	int fd = fcntl(1, F_DUPFD_CLOEXEC, 100), none = open("/dev/null", O_WRONLY);
	dup2(none, 2);
	return fdopen(fd, "w");
}

int main(int count, char **words)
{
	if (count > 1 && strcmp(words[1], "--list") == 0)
		return list();
	if (count < 4)
		return 2;
	is_mixed = strcmp(words[1], "mixed") == 0;
	function = named(words[1]);
	if (!function && !is_mixed)
		return 2;
	FILE *out = result();
	start_threads();
	int made = 0, most = atoi(words[2]);
	while (made < most && !(count > 4 && (hung || died))) {
		make(atof(words[3]), made);
		made++;
	}
	wait_for_all();
	fprintf(out, "hung=%d died=%d of %d\n", hung, died, made);
	fflush(out);
	_exit(0);
}
