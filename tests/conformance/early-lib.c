/* SPDX-License-Identifier: MIT */
/* A library that draws, seeds and forks before main, in main, from atexit and after it:
 * its constructor runs before a preloaded object's own. Prints a trace that must be as
 * bare, and how many of 8 children draw something of their own.
 */
#define _GNU_SOURCE
#include "children.h"
#include "steps.h"

enum { CHILDREN = 8, DRAWS = 4, SEEDS = 60 };

extern void early_replay(const char *where);

static void draw(int index, void *answer)
{
	long *draws = answer;
	(void)index;
	for (int i = 0; i < DRAWS; i++)
		draws[i] = random() ^ lrand48() << 31;
}

static int unique_children(void)
{
	size_t size = sizeof(long[DRAWS]);
	return different(ask_children(CHILDREN, size, draw), CHILDREN, size);
}

void early_replay(const char *where)
{
	static uint64_t seed;
	for (int i = 0; i < SEEDS; i++)
		printf("%s: %016llx\n", where, (unsigned long long)replay(++seed, 60));
	fflush(stdout);
	printf("unique %d in %s\n", unique_children(), where);
	printf("%s goes on: %016llx\n", where, (unsigned long long)replay(++seed, 60));
	fflush(stdout);
}

static __attribute__((constructor)) void before_main(void)
{
	early_replay("constructor");
}

static __attribute__((destructor)) void after_main(void)
{
	early_replay("destructor");
}
