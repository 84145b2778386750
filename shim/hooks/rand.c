/* SPDX-License-Identifier: MIT
 *
 * random(3), rand(3) and their seeding: children must not repeat the parent's stream, nor
 * hang on the lock that another thread of the parent held. See generators/additive.h.
 */
#include "generators/additive.h"
#include "generators/additive_draw.h"
#include "generators/libc.h"
#include "start.h"

/* Where the usual way is closed: apart, so that it needs no stack. */
__attribute__((noinline)) static long random_slowly(void)
{
	return steps_aside(&aside.random) ? next.random() : additive_draw_slowly();
}

__attribute__((noinline)) static int rand_slowly(void)
{
	return steps_aside(&aside.rand) ? next.rand() : (int)additive_draw_slowly();
}

often long random(void)
{
	long value;
	bool usual = likely(!aside.random) && additive_draw(&value);
	return likely(usual) ? value : random_slowly();
}

often int rand(void)
{
	long value;
	bool usual = likely(!aside.rand) && additive_draw(&value);
	return likely(usual) ? (int)value : rand_slowly();
}

seldom void srandom(unsigned seed)
{
	steps_aside(&aside.srandom) ? next.srandom(seed) : additive_seed(seed);
}

seldom void srand(unsigned seed)
{
	steps_aside(&aside.srand) ? next.srand(seed) : additive_seed(seed);
}

far_away char *initstate(unsigned seed, char *array, size_t size)
{
	return steps_aside(&aside.initstate) ? next.initstate(seed, array, size)
					     : additive_initstate(seed, array, size);
}

far_away char *setstate(char *array)
{
	return steps_aside(&aside.setstate) ? next.setstate(array)
					    : additive_setstate(array);
}
