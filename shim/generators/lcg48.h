/* SPDX-License-Identifier: MIT
 *
 * The 48-bit linear congruential generator behind drand48(3) and its kin, on libc's own
 * state; draws are in lcg48_draw.h. Like libc's it takes no lock to draw: threads that
 * draw at once may get equal numbers. Functions say by their result when the shim steps
 * aside, as in additive.h. Safe in signal handlers as far as libc's are.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

/* srand48(3), seed48(3), lcong48(3). */
void lcg48_srand48(long seed);
unsigned short *lcg48_seed48(unsigned short *x);
void lcg48_lcong48(unsigned short *parameters);

/* The state whose multiplier and addend serve erand48(3), nrand48(3) and jrand48(3),
 * which bring their own X. */
struct drand48_data *lcg48_parameters(void);

/* As additive_start(). */
void lcg48_start(bool keep);
