/* SPDX-License-Identifier: MIT
 *
 * The drand48(3) family: children must not repeat the parent's stream. The three
 * functions whose X the caller owns only share multiplier and addend with it. See
 * core/lcg48.h.
 */
#include "generators/lcg48.h"
#include "generators/libc.h"
#include "start.h"

/* X / 2^48, exactly, as glibc's erand48_r computes it: the sign of its zero is the
 * rounding mode's. */
double drand48(void)
{
	return steps_aside(&aside.drand48) ? next.drand48()
					   : 1.0 + (double)lcg48_draw() * 0x1p-48 - 1.0;
}

long lrand48(void)
{
	return steps_aside(&aside.lrand48) ? next.lrand48() : (long)(lcg48_draw() >> 17);
}

long mrand48(void)
{
	return steps_aside(&aside.mrand48) ? next.mrand48()
					   : (int32_t)(lcg48_draw() >> 16);
}

double erand48(unsigned short x[3])
{
	double value;
	if (steps_aside(&aside.erand48))
		return next.erand48(x);
	libc.erand48_r(x, lcg48_parameters(), &value);
	return value;
}

long nrand48(unsigned short x[3])
{
	long value;
	if (steps_aside(&aside.nrand48))
		return next.nrand48(x);
	libc.nrand48_r(x, lcg48_parameters(), &value);
	return value;
}

long jrand48(unsigned short x[3])
{
	long value;
	if (steps_aside(&aside.jrand48))
		return next.jrand48(x);
	libc.jrand48_r(x, lcg48_parameters(), &value);
	return value;
}

void srand48(long seed)
{
	steps_aside(&aside.srand48) ? next.srand48(seed) : lcg48_srand48(seed);
}

unsigned short *seed48(unsigned short state[3])
{
	return steps_aside(&aside.seed48) ? next.seed48(state) : lcg48_seed48(state);
}

void lcong48(unsigned short parameters[7])
{
	steps_aside(&aside.lcong48) ? next.lcong48(parameters)
				    : lcg48_lcong48(parameters);
}
