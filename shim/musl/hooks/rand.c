/* SPDX-License-Identifier: MIT
 *
 * rand(3), whose state is its own in musl, and random(3) with its seeding. The drand48(3)
 * family's hooks are glibc's (shim/hooks/drand48.c).
 */
#include "generators/additive.h"
#include "generators/additive_draw.h"
#include "generators/libc.h"
#include "musl/rand64.h"
#include "start.h"

int rand(void)
{
	return steps_aside(&aside.rand) ? next.rand() : rand64_draw();
}

void srand(unsigned seed)
{
	steps_aside(&aside.srand) ? next.srand(seed) : rand64_seed(seed);
}

__attribute__((noinline)) static long random_slowly(void)
{
	return steps_aside(&aside.random) ? next.random() : additive_draw_slowly();
}

often long random(void)
{
	long value;
	bool usual = likely(!aside.random) && additive_draw(&value);
	return likely(usual) ? value : random_slowly();
}

void srandom(unsigned seed)
{
	steps_aside(&aside.srandom) ? next.srandom(seed) : additive_seed(seed);
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
