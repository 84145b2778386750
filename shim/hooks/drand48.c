/* SPDX-License-Identifier: MIT
 *
 * The drand48(3) family: children must not repeat the parent's stream. The three
 * functions whose X the caller owns only share multiplier and addend with it. See
 * generators/lcg48.h.
 */
#include "generators/lcg48.h"
#include "generators/lcg48_draw.h"
#include "generators/libc.h"
#include "start.h"

/* X / 2^48 as glibc's erand48_r computes it: X is the fraction of a number from 1 to 2.
 * The one subtraction rounds as the program has it: in the x87 perhaps to fewer bits, and
 * the sign of its zero is the rounding mode's. */
static inline double fraction(int64_t x)
{
	uint64_t bits = 0x3ff0000000000000 | (uint64_t)x << 4;
	double number;
	memcpy(&number, &bits, sizeof number);
	return number - 1.0;
}

/* Where the usual way is closed: apart, so that it needs no stack. */
seldom static double drand48_slowly(void)
{
	return steps_aside(&aside.drand48) ? next.drand48()
					   : fraction(lcg48_draw_slowly());
}

seldom static long lrand48_slowly(void)
{
	return steps_aside(&aside.lrand48) ? next.lrand48()
					   : (long)(lcg48_draw_slowly() >> 17);
}

seldom static long mrand48_slowly(void)
{
	return steps_aside(&aside.mrand48) ? next.mrand48()
					   : (int32_t)(lcg48_draw_slowly() >> 16);
}

often double drand48(void)
{
	int64_t x;
	bool usual = likely(!aside.drand48) && lcg48_draw(&x);
	return likely(usual) ? fraction(x) : drand48_slowly();
}

often long lrand48(void)
{
	int64_t x;
	bool usual = likely(!aside.lrand48) && lcg48_draw(&x);
	return likely(usual) ? (long)(x >> 17) : lrand48_slowly();
}

often long mrand48(void)
{
	int64_t x;
	bool usual = likely(!aside.mrand48) && lcg48_draw(&x);
	return likely(usual) ? (int32_t)(x >> 16) : mrand48_slowly();
}

far_away double erand48(unsigned short x[3])
{
	double value;
	if (steps_aside(&aside.erand48))
		return next.erand48(x);
	libc.erand48_r(x, lcg48_parameters(), &value);
	return value;
}

far_away long nrand48(unsigned short x[3])
{
	long value;
	if (steps_aside(&aside.nrand48))
		return next.nrand48(x);
	libc.nrand48_r(x, lcg48_parameters(), &value);
	return value;
}

far_away long jrand48(unsigned short x[3])
{
	long value;
	if (steps_aside(&aside.jrand48))
		return next.jrand48(x);
	libc.jrand48_r(x, lcg48_parameters(), &value);
	return value;
}

seldom void srand48(long seed)
{
	steps_aside(&aside.srand48) ? next.srand48(seed) : lcg48_srand48(seed);
}

far_away unsigned short *seed48(unsigned short state[3])
{
	return steps_aside(&aside.seed48) ? next.seed48(state) : lcg48_seed48(state);
}

far_away void lcong48(unsigned short parameters[7])
{
	steps_aside(&aside.lcong48) ? next.lcong48(parameters)
				    : lcg48_lcong48(parameters);
}
