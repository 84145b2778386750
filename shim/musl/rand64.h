/* SPDX-License-Identifier: MIT
 *
 * The generator behind musl's rand(3), which is not random(3)'s: 64 bits, linear
 * congruential. Like musl's it takes no lock: threads that draw at once may get equal
 * numbers. Safe in signal handlers as far as musl's is.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum { RAND64_FIRST = 0 }; /* the state in which a program begins */

static inline int rand64_step(uint64_t *x)
{
	*x = *x * 6364136223846793005 + 1;
	return (int)(*x >> 33);
}

int rand64_draw(void);
void rand64_seed(unsigned seed); /* srand(3) */

/* As additive_start(). */
void rand64_start(bool keep);

/* states.c: whether musl's generators are those that the shim knows. Parent only. */
bool states_are_known(void);
