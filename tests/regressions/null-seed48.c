/* SPDX-License-Identifier: MIT */
/* A library whose only call under one of libc's names is a seed48() that has no previous
 * seed to return.
 */
#include <stdlib.h>
#include <string.h>

static unsigned short own_seed[3];

unsigned short *seed48(unsigned short x[3])
{
	memcpy(own_seed, x, sizeof own_seed);
	return NULL;
}
