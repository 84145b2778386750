/* SPDX-License-Identifier: MIT */
/* locks WHAT alone|idle|contended CALLS: nanoseconds per call of what the locks' gate is
 * put around, or of a fork that goes through it, in a process with one thread, with a
 * second one asleep, or with a second one that does the same. */
#include "bench.h"

#include <pthread.h>
#include <pwd.h>
#include <sys/wait.h>

static long calls;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static void ask_time(void)
{
	static const time_t then = 1700000000;
	struct tm broken;
	localtime_r(&then, &broken);
}

static void ask_utc(void)
{
	static const time_t then = 1700000000;
	struct tm broken;
	gmtime_r(&then, &broken);
}

static void ask_user(void)
{
	getpwnam("root");
}

static void lock_it(void)
{
	pthread_mutex_lock(&mutex);
	pthread_mutex_unlock(&mutex);
}

static void fork_it(void)
{
	pid_t child = fork();
	if (child == 0)
		_exit(0);
	if (child < 0 || waitpid(child, NULL, 0) != child)
		give_up("fork");
}

static const struct subject {
	const char *name;
	void (*call)(void);
} subjects[] = {{"localtime_r", ask_time},
		{"gmtime_r", ask_utc},
		{"getpwnam", ask_user},
		{"mutex", lock_it},
		{"fork", fork_it}};

static const struct subject *find(const char *name)
{
	for (size_t i = 0; i < sizeof subjects / sizeof *subjects; i++)
		if (!strcmp(subjects[i].name, name))
			return &subjects[i];
	return NULL;
}

static void *repeat(void *subject)
{
	void (*call)(void) = ((const struct subject *)subject)->call;
	for (long i = 0; i < calls; i++)
		call();
	return NULL;
}

static void *sleep_on(void *unused)
{
	for (;;)
		pause();
	return unused;
}

static pthread_t begin(void *(*body)(void *), const struct subject *subject)
{
	pthread_t thread;
	if (pthread_create(&thread, NULL, body, (void *)subject))
		give_up("pthread_create");
	return thread;
}

int main(int argc, char **argv)
{
	const struct subject *subject = argc == 4 ? find(argv[1]) : NULL;
	if (!subject) {
		fputs("usage: locks WHAT alone|idle|contended CALLS\n", stderr);
		return 2;
	}
	calls = atol(argv[3]);
	int contended = !strcmp(argv[2], "contended");
	if (!contended)
		pin_to_this_core();
	if (!strcmp(argv[2], "idle"))
		begin(sleep_on, NULL);
	subject->call();
	double start = now_ns();
	pthread_t other = contended ? begin(repeat, subject) : pthread_self();
	repeat((void *)subject);
	if (contended)
		pthread_join(other, NULL);
	print_per_op(start, contended ? 2 * calls : calls);
	return 0;
}
