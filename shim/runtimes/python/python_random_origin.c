/* SPDX-License-Identifier: MIT
 *
 * The seeding of MT19937 run backwards (init_by_array of M. Matsumoto and T. Nishimura's
 * mt19937ar.c, which CPython and NumPy share). Each of its steps adds one word of the
 * key, in turn: a program's seed is a key of a few words, which so come round and round;
 * the operating system's is 624 words, which never do.
 */
#include "python_random_origin.h"

#include <string.h>

enum { N = RANDOM_WORDS, M = 397 };
enum { FIRST_KNOWN = 3, LONGEST_KEY = 300 };

static uint32_t mix(uint32_t word, uint32_t factor)
{
	return (word ^ word >> 30) * factor;
}

/* What init_by_array() starts from: init_genrand(19650218). */
static void start_words(uint32_t words[N])
{
	words[0] = 19650218;
	for (uint32_t i = 1; i < N; i++)
		words[i] = mix(words[i - 1], 1812433253) + i;
}

/* Undoes the second loop, which has no key in it: words 2 to N - 1, and last word 1. */
static void undo_second_loop(const uint32_t state[N], uint32_t before[N])
{
	const uint32_t factor = 1566083941;
	before[1] = (state[1] + 1) ^ mix(state[N - 1], factor);
	before[2] = (state[2] + 2) ^ mix(before[1], factor);
	for (uint32_t i = 3; i < N; i++)
		before[i] = (state[i] + i) ^ mix(state[i - 1], factor);
}

/* What the first loop added to each word: the key's word in turn, and its index. */
static void added_words(const uint32_t state[N], uint32_t added[N])
{
	uint32_t start[N], after[N];
	start_words(start);
	undo_second_loop(state, after);
	for (uint32_t i = FIRST_KNOWN; i < N; i++)
		added[i] = after[i] - (start[i] ^ mix(after[i - 1], 1664525));
}

static bool comes_round(const uint32_t added[N], int length)
{
	return memcmp(added + FIRST_KNOWN, added + FIRST_KNOWN + length,
		      (size_t)(N - FIRST_KNOWN - length) * sizeof *added) == 0;
}

static bool has_short_key(const uint32_t state[N])
{
	uint32_t added[N];
	added_words(state, added);
	for (int length = 1; length <= LONGEST_KEY; length++)
		if (comes_round(added, length))
			return true;
	return false;
}

/* One word of the block before: its upper bit from this pair, its lower bits from the
 * pair in front. */
static uint32_t untwisted(uint32_t one, uint32_t other, bool *was_odd)
{
	uint32_t word = one ^ other;
	*was_odd = word >> 31;
	return (*was_odd ? word ^ 0x9908b0df : word) << 1;
}

/* The lower 31 bits of word 0 are lost; nothing depends on them. */
static void step_back(uint32_t state[N])
{
	for (int i = N - 1; i >= 0; i--) {
		bool odd;
		uint32_t upper = untwisted(state[i], state[(i + M) % N], &odd);
		uint32_t lower =
			untwisted(state[(i + N - 1) % N], state[(i + M - 1) % N], &odd);
		state[i] = (upper & 0x80000000) | (lower & 0x7fffffff) | odd;
	}
}

bool python_random_is_seeded(const uint32_t state[N], int blocks)
{
	uint32_t block[N];
	memcpy(block, state, sizeof block);
	for (int i = 0; i <= blocks; i++) {
		if (has_short_key(block))
			return true;
		step_back(block);
	}
	return false;
}
