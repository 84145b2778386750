/* SPDX-License-Identifier: MIT
 *
 * SWI-Prolog's random generators are GMP's (gmp.c), one of each thread. It seeds them
 * from the kernel when a thread first draws, by the function that a program's seeds go by
 * as well: which of the two it is, is known here.
 */
#pragma once

#include <stdbool.h>

/* In the parent: any of its functions; NULL: there is no SWI-Prolog. */
void swipl_start(const void *function);

/* It has made a state. */
void swipl_makes(const void *state, const void *caller);

/* True where SWI-Prolog seeds the state by itself. */
bool swipl_seeds_itself(const void *state, const void *caller);
