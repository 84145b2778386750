/* SPDX-License-Identifier: MIT
 *
 * The Mersenne twister's arithmetic (Matsumoto and Nishimura, mt19937ar.c), for proving
 * that a library's state looks as it is known to.
 */
#pragma once

#include <stdint.h>

enum { TWISTER_WORDS = 624, TWISTER_AHEAD = 397 };

/* The number i of a state that is used up, from its words i, i + 1 and i + 397. */
static inline uint32_t twister_number(uint64_t word, uint64_t next, uint64_t ahead)
{
	uint32_t both = ((uint32_t)word & 0x80000000u) | ((uint32_t)next & 0x7fffffffu);
	uint32_t number = (uint32_t)ahead ^ both >> 1 ^ (both & 1 ? 0x9908b0dfu : 0);
	number ^= number >> 11;
	number ^= number << 7 & 0x9d2c5680u;
	number ^= number << 15 & 0xefc60000u;
	return number ^ number >> 18;
}
