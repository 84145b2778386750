/* SPDX-License-Identifier: MIT */
/*
 * Promise 5: threads of the parent draw, seed and switch arrays all the time while
 * hundreds of children are forked; libc's lock is then often held by a thread that the
 * child does not have. Prints how many children hang. Usage: hang CHILDREN PATIENCE
 * (seconds). Not here: inconsistent state in the child: torn.c.
 */
#include "generators.h"
#include <pthread.h>

enum { THREADS_MAX = 3 };

static struct crowd *crowd;
static atomic_bool stop;
static char arrays[THREADS_MAX][128];

/* setstate's old array is handed back at once: the threads share one current array. */
static void *keep_busy(void *array)
{
	initstate(7, array, sizeof(arrays[0]));
	for (unsigned i = 0; !stop; i++) {
		random();
		lrand48();
		if (i % 4 == 0)
			srandom(i);
		if (i % 64 == 0)
			srand48((long)i);
		if (i % 16 == 0)
			setstate(array);
	}
	return NULL;
}

static void child_random(void)
{
	draw_report(claim(crowd), &generators[0]);
}

static void child_srandom(void)
{
	srandom((unsigned)getpid());
	child_random();
}

static void child_setstate(void)
{
	static char array[64];

	initstate((unsigned)getpid(), array, sizeof(array));
	setstate(array);
	child_random();
}

static void child_lrand48(void)
{
	struct report *report = claim(crowd);

	for (int i = 0; i < DRAWS; i++)
		report->value[i] = draw_lrand48();
	report->done = 1;
}

static const struct {
	const char *name;
	void (*work)(void);
} calls[] = {{"random", child_random},
	     {"srandom", child_srandom},
	     {"initstate+setstate", child_setstate},
	     {"lrand48", child_lrand48}};

static const struct {
	const char *name;
	pid_t (*make)(void);
} forks[] = {{"fork", fork}, {"_Fork", _Fork}};

static void start_threads(pthread_t *threads, int count)
{
	stop = false;
	for (int i = 0; i < count; i++)
		require(pthread_create(&threads[i], NULL, keep_busy, arrays[i]) == 0,
			"thread");
	pause_ms(2);
}

static void stop_threads(pthread_t *threads, int count)
{
	stop = true;
	for (int i = 0; i < count; i++)
		pthread_join(threads[i], NULL);
}

static void make_children(int count, int call, pid_t (*make)(void))
{
	for (int i = 0; i < count; i++) {
		pid_t pid = make();
		require(pid >= 0, "fork");
		if (pid == 0) {
			calls[call].work();
			_exit(0);
		}
	}
}

/* Once children have hung, that is known: the later experiments wait less. */
static double patience;

static void run(int children, int count, int call, int fork_kind)
{
	pthread_t threads[THREADS_MAX];
	char label[128];

	crowd = crowd_new((size_t)children);
	start_threads(threads, count);
	make_children(children, call, forks[fork_kind].make);
	stop_threads(threads, count);
	snprintf(label, sizeof(label), "%s %s threads=%d", forks[fork_kind].name,
		 calls[call].name, count);
	struct outcome outcome = conclude(crowd, patience);
	if (outcome.hung && patience > 0.3)
		patience = 0.3;
	print_outcome(label, outcome);
	crowd_free(crowd);
}

int main(int count, char **arguments)
{
	require(count == 3, "usage: hang CHILDREN PATIENCE");
	adopt_orphans();
	patience = atof(arguments[2]);
	for (int threads = 1; threads <= THREADS_MAX; threads += 2)
		for (int call = 0; call < 4; call++)
			for (int kind = 0; kind < 2; kind++)
				run(atoi(arguments[1]), threads, call, kind);
	return 0;
}
