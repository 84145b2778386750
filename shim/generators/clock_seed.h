/* SPDX-License-Identifier: MIT
 *
 * Seeds that a child takes from the clock (FORKSEED_CLOCK_SEEDS=replace):
 * srand(time(NULL)) and its kin mean "unpredictable", and give all children of a second
 * one stream.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* In the parent, once: from now on such seeds are recognised. */
void clock_seed_start(void);

/* True in a forked child when the seed is the current second or one of the four before
 * it, the pid, or one of the two xor, plus or times the other. False as long as
 * clock_seed_start() was not called. The clock is the kernel's: not one that a preloaded
 * library made up. */
bool clock_seed_is(uint32_t seed);
