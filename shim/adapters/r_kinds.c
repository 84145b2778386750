/* SPDX-License-Identifier: MIT
 *
 * The kinds of generators that R has (main/RNG.c, RNG_Table), and what FixupSeeds() there
 * wants of their states: it would seed by the clock what does not fit.
 */
#include "r.h"

#include <stdint.h>

enum kind {
	WICHMANN_HILL,
	MARSAGLIA,
	SUPER_DUPER,
	TWISTER,
	KNUTH,
	USERS,
	KNUTH_2002,
	LECUYER,
	KINDS
};
enum { NORMALS = 100, SAMPLES = 10000, BOX_MULLER = 2, KNUTH_WORDS = 100, USED_UP = 624 };

static const int words_of[KINDS] = {3, 2, 2, 625, 101, 0, 101, 6};

static enum kind kind_of(int first)
{
	int kind = first >= 0 ? first % NORMALS : KINDS;
	return kind < KINDS ? (enum kind)kind : KINDS;
}

bool r_is_known_kind(const int *words, int count)
{
	enum kind kind = count ? kind_of(words[0]) : KINDS;
	return kind != KINDS && words_of[kind] && count == 1 + words_of[kind];
}

/* 30 bits each, of which one must be odd; and how many are used up: all. */
static void fit_knuth(int *state)
{
	for (int i = 0; i < KNUTH_WORDS; i++)
		state[i] &= (1 << 30) - 1;
	state[0] |= 1;
	state[KNUTH_WORDS] = KNUTH_WORDS;
}

/* Three numbers below each of the two moduli, not all of them 0. */
static void fit_lecuyer(int *state)
{
	for (int i = 0; i < 6; i++) {
		uint32_t modulus = i < 3 ? 4294967087u : 4294944443u;
		state[i] = (int)((uint32_t)state[i] % modulus);
	}
	state[0] = state[0] ? state[0] : 1;
	state[3] = state[3] ? state[3] : 1;
}

/* R makes of the other kinds' numbers what it needs itself. */
void r_fit(int *words, int count)
{
	enum kind kind = count ? kind_of(words[0]) : KINDS;
	if (kind == TWISTER) {
		words[1] = USED_UP;
		words[2] |= INT32_MIN; /* never all zero */
	} else if (kind == KNUTH || kind == KNUTH_2002) {
		fit_knuth(words + 1);
	} else if (kind == LECUYER) {
		fit_lecuyer(words + 1);
	}
}

bool r_keeps_normals(int first)
{
	return first >= 0 && first % SAMPLES / NORMALS == BOX_MULLER;
}
