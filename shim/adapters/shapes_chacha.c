/* SPDX-License-Identifier: MIT
 *
 * ChaCha as Rust's rand_chacha has it (Bernstein, "ChaCha, a variant of Salsa20"): key,
 * the number of the block that is next and a stream's, in 48 bytes; and 64 words that
 * were drawn ahead, four blocks. Which of both comes first is the compiler's choice.
 */
#include "shapes.h"

#include <stdbool.h>
#include <string.h>

/* In words of 64 bits. */
enum {
	KEY = 4,
	NUMBER = 4,
	STREAM = CHACHA_STREAM,
	STATE = 6,
	BLOCK = 8,
	BLOCKS = 4,
	NEAR = 24
};

static inline uint32_t rotated(uint32_t word, int by)
{
	return word << by | word >> (32 - by);
}

static void quarter(uint32_t *x, int a, int b, int c, int d)
{
	x[a] += x[b], x[d] = rotated(x[d] ^ x[a], 16);
	x[c] += x[d], x[b] = rotated(x[b] ^ x[c], 12);
	x[a] += x[b], x[d] = rotated(x[d] ^ x[a], 8);
	x[c] += x[d], x[b] = rotated(x[b] ^ x[c], 7);
}

static void two_rounds(uint32_t *x)
{
	for (int i = 0; i < 4; i++)
		quarter(x, i, 4 + i, 8 + i, 12 + i);
	for (int i = 0; i < 4; i++)
		quarter(x, i, 4 + (i + 1) % 4, 8 + (i + 2) % 4, 12 + (i + 3) % 4);
}

static void make_block(uint64_t block[BLOCK], const uint64_t *key, uint64_t number,
		       uint64_t stream, int rounds)
{
	uint64_t begun[BLOCK] = {0x3320646e61707865, 0x6b20657479622d32};
	uint32_t from[2 * BLOCK], x[2 * BLOCK];
	memcpy(begun + 2, key, KEY * sizeof *key);
	begun[6] = number;
	begun[7] = stream;
	memcpy(from, begun, sizeof from);
	memcpy(x, begun, sizeof x);
	for (int i = 0; i < rounds; i += 2)
		two_rounds(x);
	for (int i = 0; i < 2 * BLOCK; i++)
		x[i] += from[i];
	memcpy(block, x, sizeof x);
}

static bool may_be_key(const uint64_t *words)
{
	enum { LEAST = 80, MOST = 176 };
	int set = 0;
	if (words[STREAM] || !words[NUMBER] || words[NUMBER] % BLOCKS ||
	    words[NUMBER] >> 40)
		return false;
	for (int i = 0; i < KEY; i++) {
		if (!(words[i] >> 48))
			return false;
		set += __builtin_popcountll(words[i]);
	}
	return set >= LEAST && set <= MOST;
}

/* All four, as they follow from the key. */
static bool are_blocks(const uint64_t *words, const uint64_t *state, int rounds)
{
	uint64_t block[BLOCK];
	for (unsigned i = 0; i < BLOCKS; i++) {
		make_block(block, state, state[NUMBER] - BLOCKS + i, state[STREAM],
			   rounds);
		if (memcmp(block, words + (size_t)i * BLOCK, sizeof block) != 0)
			return false;
	}
	return true;
}

static bool find_blocks(const uint64_t *words, size_t count, struct match *match)
{
	enum { ALL = BLOCK * BLOCKS };
	const uint64_t *state = words + match->state;
	uint64_t first[BLOCK];
	make_block(first, state, state[NUMBER] - BLOCKS, 0, match->rounds);
	size_t at = match->state > ALL + NEAR ? match->state - ALL - NEAR : 0;
	size_t end = match->state + STATE + NEAR;
	for (; at <= end && at + ALL <= count; at++)
		if (words[at] == *first && are_blocks(words + at, state, match->rounds)) {
			match->block = at;
			match->first = at < match->state ? at : match->state;
			match->count =
				(at < match->state ? match->state + STATE : at + ALL) -
				match->first;
			return true;
		}
	return false;
}

int chacha_at(const uint64_t *words, size_t count, size_t key, struct match *match)
{
	static const int rounds[] = {12, 20, 8};
	if (key + STATE > count || !may_be_key(words + key))
		return false;
	for (size_t i = 0; i < sizeof rounds / sizeof *rounds; i++) {
		*match = (struct match){.shape = CHACHA,
					.state = key,
					.state_count = STATE,
					.rounds = rounds[i]};
		if (find_blocks(words, count, match))
			return true;
	}
	return false;
}

void chacha_refresh(uint64_t *words, const struct match *match,
		    void (*fill)(void *buffer, size_t size))
{
	uint64_t *state = words + match->state;
	fill(state, KEY * sizeof *state);
	for (unsigned i = 0; i < BLOCKS; i++)
		make_block(words + match->block + (size_t)i * BLOCK, state,
			   state[NUMBER] - BLOCKS + i, state[STREAM], match->rounds);
}
