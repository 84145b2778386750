/* SPDX-License-Identifier: MIT
 *
 * Where gawk's generator lies: its words, the numbers that it has drawn ahead, of which
 * it hands out one and puts a new one in its place, and the number that says which.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum { GAWK_WORDS = 63, GAWK_AHEAD = 512 };

/* The program whose data it lies in. */
struct dl_phdr_info;
void gawk_state_begin(const struct dl_phdr_info *program);

/* Around a draw, which proves where it lies; not once it is known. */
void gawk_state_before_draw(void);
void gawk_state_after_draw(void);

struct gawk_state {
	uint32_t *words;
	long *ahead, *last; /* all of 31 bits */
};

/* NULL while it is not proved. */
const struct gawk_state *gawk_state(void);
