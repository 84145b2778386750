/* SPDX-License-Identifier: MIT
 *
 * Which of Octave's streams is in the generator: each goes there and away as a state of
 * 625 words, and is known again by some of them. One thread, as Octave's draws.
 */
#pragma once

#include "objects.h"

/* The one that is there; an address, by which objects.h knows it. NULL: none. */
void *octave_stream(void);

/* Another one begins, seeded. */
void *octave_stream_begin(void);

/* A state was put there: true where it is one that left. */
bool octave_stream_is_back(const uint32_t *state);

/* The state of the one that is there is taken away; it may go on all the same. */
void octave_stream_leaves(const uint32_t *state);
