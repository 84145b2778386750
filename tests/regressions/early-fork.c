/* SPDX-License-Identifier: MIT */
/* To be preloaded behind the shim, so that this constructor runs first: it forks before
 * the process has made any call that the shim could have seen.
 */
#define _GNU_SOURCE
#include "../conformance/children.h"

#include <stdio.h>

enum { CHILDREN = 8, DRAWS = 4 };

static void draw(int index, void *answer)
{
	long *draws = answer;
	(void)index;
	for (int i = 0; i < DRAWS; i++)
		draws[i] = random() ^ lrand48() << 31;
}

static __attribute__((constructor)) void fork_early(void)
{
	size_t size = sizeof(long[DRAWS]);
	int unique = different(ask_children(CHILDREN, size, draw), CHILDREN, size);
	printf("constructor: unique %d\n", unique);
	fflush(stdout);
}
