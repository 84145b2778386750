/* SPDX-License-Identifier: MIT */
/* A library with a rand(), a random() and a drand48() of its own, which have nothing to
 * do with libc's: programs linked to it expect these.
 */
#include <stdlib.h>

static int calls;

int rand(void)
{
	return 1000 + calls++;
}

long random(void)
{
	return 424200 + calls++;
}

double drand48(void)
{
	return 0.25 * (calls++ % 4);
}
