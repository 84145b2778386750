/* SPDX-License-Identifier: MIT */
/*
 * Promise 1: every way to make a child x every generator of libc x four family shapes,
 * from a parent with one thread and with two. Prints a line per combination; judged by
 * ways.sh and detectors.sh. Usage: ways [WAY...] (all). Not here: ways that share memory:
 * untouched.c.
 */
#include "ways.h"
#include "generators.h"
#include <pthread.h>

enum { FAMILIES = 3, MEMBERS = 3 };

/* Who draws, and whether before or after making the next process. */
static const char *const shapes[] = {"child", "grandchild-before", "grandchild-after",
				     "great-grandchild"};
enum { CHILD, BEFORE, AFTER, GREAT, SHAPES };

static const struct way *way;
static const struct generator *generator;
static struct crowd *crowd;

static void draw(void)
{
	draw_report(claim(crowd), generator);
}

static void again(void)
{
	way->make(draw, generator->start);
}

static void again_then_draw(void)
{
	again();
	draw();
}

static void draw_then_again(void)
{
	draw();
	again();
}

static void draw_then_deeper(void)
{
	draw();
	way->make(draw_then_again, generator->start);
}

static void (*const shape_work[SHAPES])(void) = {draw, again_then_draw, draw_then_again,
						 draw_then_deeper};
static const size_t shape_members[SHAPES] = {1, 2, 2, 3};

/* The parent reports as well: a child must not repeat what its parent draws next. */
static void run(int shape, int threads)
{
	size_t expected = FAMILIES * shape_members[shape] + 1;
	char label[128];

	crowd = crowd_new(FAMILIES * MEMBERS + 1);
	generator->start();
	for (int i = 0; i < FAMILIES; i++)
		way->make(shape_work[shape], generator->start);
	draw();
	struct outcome outcome = conclude(crowd, 10);
	close_terminals();
	crowd_free(crowd);
	snprintf(label, sizeof(label), "%s %s %s threads=%d missing=%zu", way->name,
		 shapes[shape], generator->name, threads, expected - outcome.reported);
	print_outcome(label, outcome);
}

static void run_all(int threads)
{
	for (int shape = 0; shape < SHAPES; shape++)
		for (int i = 0; i < GENERATORS; i++) {
			generator = &generators[i];
			run(shape, threads);
		}
}

static bool wanted(const char *name, int count, char **names)
{
	bool found = count == 0;

	for (int i = 0; i < count; i++)
		found |= strcmp(names[i], name) == 0;
	return found;
}

static void run_ways(int threads, int count, char **names)
{
	for (way = ways; way < ways + WAYS; way++)
		if (wanted(way->name, count, names))
			run_all(threads);
}

/* Its presence is enough: libc and the shim take their paths for threaded processes. */
static void *idle(void *unused)
{
	for (;;)
		pause();
	return unused;
}

int main(int count, char **arguments)
{
	pthread_t thread;

	adopt_orphans();
	signal(SIGHUP, SIG_IGN); /* forkpty: a middle process that ends hangs up */
	run_ways(1, count - 1, arguments + 1);
	require(pthread_create(&thread, NULL, idle, NULL) == 0, "thread");
	run_ways(2, count - 1, arguments + 1);
	return 0;
}
