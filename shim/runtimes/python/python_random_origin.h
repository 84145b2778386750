/* SPDX-License-Identifier: MIT
 *
 * Where the state of a random.Random came from. Python keeps no note of it; but a state
 * that a short key made can be traced back to that key.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum { RANDOM_WORDS = 624 }; /* of the Mersenne Twister MT19937 */

/* How many blocks of 624 words are traced back at most: about 160 000 draws. */
enum { RANDOM_MOST_BLOCKS = 256 };

/* True when a seed that the program gave (a number, or a text of up to 1200 bytes) made
 * this state, not more than that many blocks ago. Pure; about 4 us a block. */
bool python_random_is_seeded(const uint32_t state[RANDOM_WORDS], int blocks);
