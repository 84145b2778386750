/* SPDX-License-Identifier: MIT
 *
 * The Mersenne twisters' shapes (Matsumoto and Nishimura; the C++ standard's
 * [rand.eng.mers] has the parameters). libstdc++ twists all words at once, so that the
 * oldest is the first; libc++ one with each draw, so that it is the one that is next.
 */
#include "shapes.h"

#include <stdbool.h>
#include <string.h>

struct twister {
	size_t words, ahead;
	int bits, spread; /* of a word; the shift by which a seed is spread */
	uint64_t factor, matrix;
	/* Of the twisted word, what follows from words that are there: the lower 31 bits
	 * of the word before go into its bits 0 to 29. */
	uint64_t known;
	uint64_t least; /* smaller words are rare enough to be taken for something else */
};

static const struct twister twisters[] = {
	[TWISTER_32] = {624, 397, 32, 30, 1812433253, 0x9908b0df, 0xbfffffff, 1 << 12},
	[TWISTER_64] = {312, 156, 64, 62, 6364136223846793005, 0xb5026f5aa96619e9,
			0x800000003fffffff, (uint64_t)1 << 44},
};

static uint64_t lane(const struct twister *kind)
{
	return UINT64_MAX >> (64 - kind->bits);
}

/* As seed(value) leaves it. */
static bool is_seeded(const struct twister *kind, const uint64_t *words)
{
	for (size_t i = 1; i < kind->words; i++) {
		uint64_t before = words[i - 1];
		uint64_t word = kind->factor * (before ^ before >> kind->spread) + i;
		if (words[i] != (word & lane(kind)))
			return false;
	}
	return true;
}

static uint64_t twist(const struct twister *kind, uint64_t upper, uint64_t lower)
{
	uint64_t mask = 0x7fffffff;
	uint64_t both = (upper & lane(kind) & ~mask) | (lower & mask);
	return both >> 1 ^ (both & 1 ? kind->matrix : 0);
}

/* The newest word, by the oldest and the one that is `ahead` of what it replaced. */
static uint64_t newest(const struct twister *kind, const uint64_t *words, size_t oldest,
		       uint64_t upper)
{
	size_t middle = (oldest + kind->ahead - 1) % kind->words;
	return words[middle] ^ twist(kind, upper, words[oldest]);
}

static size_t place_of_newest(const struct twister *kind, size_t oldest)
{
	return (oldest + kind->words - 1) % kind->words;
}

static bool is_twisted(const struct twister *kind, const uint64_t *words, size_t oldest)
{
	uint64_t last = words[place_of_newest(kind, oldest)];
	return ((last ^ newest(kind, words, oldest, 0)) & kind->known) == 0;
}

/* Each of its bits is set in half of the words, within seven times what chance allows,
 * and nothing in the lanes beside them: text, tables and pointers are not like that,
 * though they may repeat themselves so that they pass for twisted. */
static bool looks_random(const struct twister *kind, const uint64_t *words)
{
	int half = (int)kind->words / 2, most = kind->bits == 32 ? 7 * 12 : 7 * 9;
	uint64_t beside = 0;
	for (int bit = 0; bit < kind->bits; bit++) {
		int set = 0;
		for (size_t i = 0; i < kind->words; i++)
			set += words[i] >> bit & 1;
		if (set < half - most || set > half + most)
			return false;
	}
	for (size_t i = 0; i < kind->words; i++)
		beside |= words[i] & ~lane(kind);
	return !beside;
}

/* Of 624 random words of 32 bits two are equal by one chance in twenty thousand. */
static bool are_distinct(const struct twister *kind, const uint64_t *words)
{
	int equal = 0;
	for (size_t i = 0; i < kind->words; i++)
		for (size_t k = i + 1; k < kind->words; k++)
			equal += words[i] == words[k];
	return equal <= 1;
}

/* Quick for nearly all that is none. The first word may be a small seed. */
static bool may_be(const struct twister *kind, const uint64_t *words)
{
	uint64_t first = words[1], last = words[kind->words - 1];
	return first >= kind->least && last >= kind->least && first <= lane(kind) &&
	       last <= lane(kind);
}

enum { NONE = -1 };
/* The place of the oldest word, or NONE. */
static int oldest_of(const struct twister *kind, const uint64_t *words)
{
	uint64_t place = words[kind->words];
	int oldest = NONE;
	if (!may_be(kind, words))
		return NONE;
	if (is_twisted(kind, words, 0) && words[0] >= kind->least)
		oldest = 0;
	else if (place < kind->words && is_twisted(kind, words, place))
		oldest = (int)place;
	else if ((place == kind->words || place == 0) && is_seeded(kind, words))
		oldest = 0;
	if (oldest == NONE || !looks_random(kind, words) || !are_distinct(kind, words))
		return NONE;
	return oldest;
}

/* A twister whose place is there. */
static void find_twister(enum shape shape, const uint64_t *words, size_t place,
			 void (*found)(const struct match *match, void *data), void *data)
{
	const struct twister *kind = &twisters[shape];
	if (words[place] > kind->words || place < kind->words)
		return;
	struct match match = {.shape = shape,
			      .first = place - kind->words,
			      .count = kind->words + 1,
			      .state = place - kind->words,
			      .state_count = kind->words};
	if (oldest_of(kind, words + match.first) != NONE)
		found(&match, data);
}

void shapes_find(const uint64_t *words, size_t count,
		 void (*found)(const struct match *match, void *data), void *data)
{
	struct match match;
	for (size_t at = 0; at < count; at++) {
		if (words[at] <= twisters[TWISTER_32].words)
			for (enum shape i = TWISTER_32; i <= TWISTER_64; i++)
				find_twister(i, words, at, found, data);
		if (at + CHACHA_STREAM < count && !words[at + CHACHA_STREAM] &&
		    chacha_at(words, count, at, &match))
			found(&match, data);
	}
}

static void refresh_twister(const struct twister *kind, uint64_t *words,
			    void (*fill)(void *buffer, size_t size))
{
	int oldest = oldest_of(kind, words);
	uint64_t upper = words[0];
	if (oldest == NONE)
		return;
	fill(words, kind->words * sizeof *words);
	for (size_t i = 0; i < kind->words; i++)
		words[i] &= lane(kind);
	upper ^= words[place_of_newest(kind, (size_t)oldest)];
	words[place_of_newest(kind, (size_t)oldest)] =
		newest(kind, words, (size_t)oldest, upper);
}

void shapes_refresh(uint64_t *words, const struct match *match,
		    void (*fill)(void *buffer, size_t size))
{
	if (match->shape == CHACHA)
		chacha_refresh(words, match, fill);
	else
		refresh_twister(&twisters[match->shape], words + match->first, fill);
}
