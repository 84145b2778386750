/* SPDX-License-Identifier: MIT
 *
 * random(3), rand(3) and their seeding: children must not repeat the parent's stream, nor
 * hang on the lock that another thread of the parent held. See core/additive.h.
 */
#include "generators/additive.h"
#include "generators/libc.h"
#include "start.h"

long random(void)
{
	return steps_aside(&aside.random) ? next.random() : additive_draw();
}

int rand(void)
{
	return steps_aside(&aside.rand) ? next.rand() : additive_draw_int();
}

void srandom(unsigned seed)
{
	steps_aside(&aside.srandom) ? next.srandom(seed) : additive_seed(seed);
}

void srand(unsigned seed)
{
	steps_aside(&aside.srand) ? next.srand(seed) : additive_seed(seed);
}

char *initstate(unsigned seed, char *array, size_t size)
{
	return steps_aside(&aside.initstate) ? next.initstate(seed, array, size)
					     : additive_initstate(seed, array, size);
}

char *setstate(char *array)
{
	return steps_aside(&aside.setstate) ? next.setstate(array)
					    : additive_setstate(array);
}
