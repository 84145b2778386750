/* SPDX-License-Identifier: MIT
 *
 * BLAKE2s of RFC 7693, section 3; checked against the RFC's and the
 * BLAKE2 authors' test vectors by tests/unit. Little-endian words as the RFC has them.
 */
#include "blake2s.h"
#include "rows.h"

#include <stdbool.h>

enum { ROUNDS = 10, BLOCK_BYTES = 64 };

static const row initial[2] = {{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a},
			       {0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19}};

/* The RFC's SIGMA. */
static const unsigned char sigma[ROUNDS][16] = {
	{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
	{14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
	{11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4},
	{7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
	{9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13},
	{2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
	{12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11},
	{13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
	{6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5},
	{10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0},
};

static void put_word(unsigned char *bytes, uint32_t word)
{
	bytes[0] = (unsigned char)word, bytes[1] = (unsigned char)(word >> 8);
	bytes[2] = (unsigned char)(word >> 16), bytes[3] = (unsigned char)(word >> 24);
}

static uint32_t word_at(const unsigned char *bytes)
{
	return bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
	       (uint32_t)bytes[3] << 24;
}

/* The square that is mixed, by rows. */
struct square {
	row a, b, c, d;
};

static inline __attribute__((always_inline)) void mix(struct square *v, row even, row odd)
{
	v->a += v->b + even;
	v->d = row_rotate(v->d ^ v->a, 16);
	v->c += v->d;
	v->b = row_rotate(v->b ^ v->c, 20);
	v->a += v->b + odd;
	v->d = row_rotate(v->d ^ v->a, 24);
	v->c += v->d;
	v->b = row_rotate(v->b ^ v->c, 25);
}

/* The words that each other number names. */
static inline row chosen(const uint32_t words[16], const unsigned char *numbers)
{
	return (row){words[numbers[0]], words[numbers[2]], words[numbers[4]],
		     words[numbers[6]]};
}

/* Columns first, then diagonals. */
static inline __attribute__((always_inline)) void
mix_round(struct square *v, const uint32_t words[16], const unsigned char *numbers)
{
	mix(v, chosen(words, numbers), chosen(words, numbers + 1));
	v->b = row_turn1(v->b), v->c = row_turn2(v->c), v->d = row_turn3(v->d);
	mix(v, chosen(words, numbers + 8), chosen(words, numbers + 9));
	v->b = row_turn3(v->b), v->c = row_turn2(v->c), v->d = row_turn1(v->d);
}

/* Whole: some compilers take a row apart on the stack, where a key would be left. */
static inline void put_rows(uint32_t hash[8], const struct square *v)
{
	__builtin_memcpy(hash, &v->a, sizeof v->a);
	__builtin_memcpy(hash + 4, &v->b, sizeof v->b);
}

/* As the last block is padded. */
static void clear_block(struct blake2s *state)
{
	state->filled = 0;
	for (int i = 0; i < BLOCK_BYTES; i++)
		state->block[i] = 0;
}

static void compress(struct blake2s *state, bool last)
{
	uint32_t *hash = state->hash, *words = state->words, until = last ? ~0u : 0;
	const row low = {hash[0], hash[1], hash[2], hash[3]},
		  high = {hash[4], hash[5], hash[6], hash[7]},
		  counted = {(uint32_t)state->length, (uint32_t)(state->length >> 32),
			     until, 0};
	struct square v = {low, high, initial[0], initial[1] ^ counted};
	for (int i = 0; i < 16; i++)
		words[i] = word_at(state->block + 4 * i);
	clear_block(state);
	for (int round = 0; round < ROUNDS; round++)
		mix_round(&v, words, sigma[round]);
	v.a ^= v.c ^ low;
	v.b ^= v.d ^ high;
	put_rows(hash, &v);
}

/* memcpy(3) would be a page of libc more: eight bytes are copied in line. */
static inline void copy(unsigned char *to, const unsigned char *from, size_t size)
{
	for (; size >= 8; size -= 8, to += 8, from += 8)
		__builtin_memcpy(to, from, 8);
	for (; size > 0; size--)
		*to++ = *from++;
}

void blake2s_add(struct blake2s *state, const void *data, size_t size)
{
	const unsigned char *bytes = data;
	while (size > 0) {
		if (state->filled == BLOCK_BYTES)
			compress(state, false);
		size_t room = BLOCK_BYTES - state->filled;
		size_t portion = size < room ? size : room;
		copy(state->block + state->filled, bytes, portion);
		state->filled += portion;
		state->length += portion;
		bytes += portion;
		size -= portion;
	}
}

void blake2s_start(struct blake2s *state)
{
	state->length = 0;
	clear_block(state);
	for (int i = 0; i < 8; i++)
		state->hash[i] = initial[i / 4][i % 4];
	state->hash[0] ^= 0x01010000 | BLAKE2S_BYTES;
}

void blake2s_finish(struct blake2s *state, void *digest)
{
	unsigned char *bytes = digest;
	compress(state, true);
	for (int i = 0; i < 8; i++)
		put_word(bytes + 4 * i, state->hash[i]);
	for (int i = 0; i < 16; i++) /* no key stays in memory that others may come to */
		state->words[i] = 0;
}
