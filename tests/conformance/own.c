/* SPDX-License-Identifier: MIT */
/* A program linked to a library that has some of the calls under their libc names. Prints
 * its draws from both, then what a child gets from the library, which must all be as
 * bare, and how many of 8 children get their own numbers from what is left of libc's.
 */
#define _GNU_SOURCE
#include "children.h"

#include <stdio.h>

enum { CHILDREN = 8, DRAWS = 4 };

static void say(const char *who)
{
	static char array[64];
	srandom(5);
	srand(6);
	srand48(7);
	printf("%s: %ld", who, random());
	printf(" %d", rand());
	printf(" %f", drand48());
	printf(" %ld", lrand48());
	printf(" %ld", mrand48());
	initstate(8, array, sizeof array);
	printf(" %ld", random());
	printf(" %d\n", rand());
	fflush(stdout);
}

static void say_in_child(int index, void *answer)
{
	(void)index;
	(void)answer;
	say("child");
}

static void draw_48(int index, void *answer)
{
	long *draws = answer;
	(void)index;
	for (int i = 0; i < DRAWS; i++)
		draws[i] = lrand48();
}

int main(void)
{
	size_t size = sizeof(long[DRAWS]);
	say("parent");
	ask_children(1, 1, say_in_child);
	say("parent");
	int unique = different(ask_children(CHILDREN, size, draw_48), CHILDREN, size);
	fprintf(stderr, "unique %d\n", unique);
	return 0;
}
