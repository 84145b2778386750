/* SPDX-License-Identifier: MIT */
/* draws FUNCTION alone|idle|contended CALLS: nanoseconds per call of a generator, in a
 * process with one thread, with a second one asleep, or with a second one that draws as
 * well. Also what valgrind counts instructions of; the loop itself is part of every
 * figure. */
#include "bench.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

static long calls;
static volatile double sink;

#define LOOP(name)                                                                       \
	static void *loop_##name(void *unused)                                           \
	{                                                                                \
		for (long i = 0; i < calls; i++)                                         \
			sink = (double)name();                                           \
		return unused;                                                           \
	}
LOOP(rand)
LOOP(random)
LOOP(drand48)
LOOP(lrand48)

static const struct function {
	const char *name;
	void *(*loop)(void *);
} functions[] = {
	{"rand", loop_rand},
	{"random", loop_random},
	{"drand48", loop_drand48},
	{"lrand48", loop_lrand48},
};

static const struct function *find(const char *name)
{
	for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
		if (!strcmp(functions[i].name, name))
			return &functions[i];
	return NULL;
}

static atomic_bool asleep;

static void *sleep_on(void *unused)
{
	asleep = true;
	for (;;)
		pause();
	return unused;
}

static pthread_t begin(void *(*body)(void *))
{
	pthread_t thread;
	if (pthread_create(&thread, NULL, body, NULL))
		give_up("pthread_create");
	return thread;
}

/* Two threads, each CALLS draws: per draw of either, so that 1 thread's figure compares.
 */
static void contended(void *(*loop)(void *))
{
	double start = now_ns();
	pthread_t other = begin(loop);
	loop(NULL);
	pthread_join(other, NULL);
	print_per_op(start, 2 * calls);
}

static void undisturbed(void *(*loop)(void *), int with_idle)
{
	pin_to_this_core();
	if (with_idle)
		begin(sleep_on);
	while (with_idle && !asleep)
		sched_yield();
	double start = now_ns();
	loop(NULL);
	print_per_op(start, calls);
}

int main(int argc, char **argv)
{
	const struct function *f = argc == 4 ? find(argv[1]) : NULL;
	if (!f) {
		fputs("usage: draws FUNCTION alone|idle|contended CALLS\n", stderr);
		return 2;
	}
	calls = atol(argv[3]);
	if (!strcmp(argv[2], "contended"))
		contended(f->loop);
	else
		undisturbed(f->loop, !strcmp(argv[2], "idle"));
	return 0;
}
