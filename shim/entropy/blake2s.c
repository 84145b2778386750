/* SPDX-License-Identifier: MIT
 *
 * BLAKE2s of RFC 7693, section 3; checked against the RFC's and the
 * BLAKE2 authors' test vectors by tests/unit. Little-endian words as the RFC has them.
 */
#include "blake2s.h"

#include <stdbool.h>

enum { ROUNDS = 10, BLOCK_BYTES = 64 };

static const uint32_t initial[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
				    0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

/* The RFC's SIGMA, two entries a byte. */
static const unsigned char sigma[ROUNDS][8] = {
	{0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef},
	{0xea, 0x48, 0x9f, 0xd6, 0x1c, 0x02, 0xb7, 0x53},
	{0xb8, 0xc0, 0x52, 0xfd, 0xae, 0x36, 0x71, 0x94},
	{0x79, 0x31, 0xdc, 0xbe, 0x26, 0x5a, 0x40, 0xf8},
	{0x90, 0x57, 0x24, 0xaf, 0xe1, 0xbc, 0x68, 0x3d},
	{0x2c, 0x6a, 0x0b, 0x83, 0x4d, 0x75, 0xfe, 0x19},
	{0xc5, 0x1f, 0xed, 0x4a, 0x07, 0x63, 0x92, 0x8b},
	{0xdb, 0x7e, 0xc1, 0x39, 0x50, 0xf4, 0x86, 0x2a},
	{0x6f, 0xe9, 0xb3, 0x08, 0xc2, 0xd7, 0x14, 0xa5},
	{0xa2, 0x84, 0x76, 0x15, 0xfb, 0x9e, 0x3c, 0xd0},
};

static uint32_t rotate(uint32_t word, int bits)
{
	return word >> bits | word << (32 - bits);
}

static uint32_t word_at(const unsigned char *bytes)
{
	return bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
	       (uint32_t)bytes[3] << 24;
}

__attribute__((always_inline)) static inline void
mix(uint32_t v[16], int i, const uint32_t words[16], const unsigned char *pairs)
{
	/* Columns first, then diagonals: i of a round's eight, a constant once unrolled.
	 */
	uint32_t *a = &v[i % 4], *b = &v[4 + (i + i / 4) % 4],
		 *c = &v[8 + (i + i / 4 * 2) % 4], *d = &v[12 + (i + i / 4 * 3) % 4];
	*a += *b + words[pairs[i] >> 4];
	*d = rotate(*d ^ *a, 16);
	*c += *d;
	*b = rotate(*b ^ *c, 12);
	*a += *b + words[pairs[i] & 15];
	*d = rotate(*d ^ *a, 8);
	*c += *d;
	*b = rotate(*b ^ *c, 7);
}

static void mix_round(uint32_t v[16], const uint32_t words[16],
		      const unsigned char *pairs)
{
	mix(v, 0, words, pairs);
	mix(v, 1, words, pairs);
	mix(v, 2, words, pairs);
	mix(v, 3, words, pairs);
	mix(v, 4, words, pairs);
	mix(v, 5, words, pairs);
	mix(v, 6, words, pairs);
	mix(v, 7, words, pairs);
}

static void compress(struct blake2s *state, bool last)
{
	uint32_t *v = state->v, *words = state->words;
	for (int i = 0; i < 16; i++)
		words[i] = word_at(state->block + 4 * i);
	for (int i = 0; i < 8; i++) {
		v[i] = state->hash[i];
		v[8 + i] = initial[i];
	}
	v[12] ^= (uint32_t)state->length;
	v[13] ^= (uint32_t)(state->length >> 32);
	v[14] ^= last ? ~0u : 0;
	for (int round = 0; round < ROUNDS; round++)
		mix_round(v, words, sigma[round]);
	for (int i = 0; i < 8; i++)
		state->hash[i] ^= v[i] ^ v[8 + i];
	state->filled = 0;
}

/* By portions: to count each byte adds a twentieth to a keyed draw. memcpy(3) would be a
 * page of libc more. */
void blake2s_add(struct blake2s *state, const void *data, size_t size)
{
	const unsigned char *bytes = data;
	while (size > 0) {
		if (state->filled == BLOCK_BYTES)
			compress(state, false);
		size_t room = BLOCK_BYTES - state->filled;
		size_t portion = size < room ? size : room;
		for (size_t i = 0; i < portion; i++)
			state->block[state->filled + i] = bytes[i];
		state->filled += portion;
		state->length += portion;
		bytes += portion;
		size -= portion;
	}
}

void blake2s_start(struct blake2s *state)
{
	state->length = 0;
	state->filled = 0;
	for (int i = 0; i < 8; i++)
		state->hash[i] = initial[i];
	state->hash[0] ^= 0x01010000 | BLAKE2S_BYTES;
}

void blake2s_finish(struct blake2s *state, void *digest)
{
	unsigned char *bytes = digest;
	while (state->filled < BLOCK_BYTES)
		state->block[state->filled++] = 0;
	compress(state, true);
	for (int i = 0; i < BLAKE2S_BYTES; i++)
		bytes[i] = (unsigned char)(state->hash[i / 4] >> 8 * (i % 4));
	for (int i = 0; i < 16; i++) /* no key stays in memory that others may come to */
		state->words[i] = 0;
	for (int i = 0; i < BLOCK_BYTES; i++)
		state->block[i] = 0;
}
