/* SPDX-License-Identifier: MIT
 *
 * ChaCha8, a block at a time; in the words' own order, which differs between processors.
 */
#include "expand.h"

#include <string.h>

enum { BLOCK = EXPAND_BLOCK, ROUNDS = 8 };

static uint32_t rotated(uint32_t word, int bits)
{
	return word << bits | word >> (32 - bits);
}

/* By numbers that the compiler knows: the words stay in registers. */
static inline __attribute__((always_inline)) void quarter(uint32_t w[BLOCK], int a, int b,
							  int c, int d)
{
	w[d] = rotated(w[d] ^ (w[a] += w[b]), 16);
	w[b] = rotated(w[b] ^ (w[c] += w[d]), 12);
	w[d] = rotated(w[d] ^ (w[a] += w[b]), 8);
	w[b] = rotated(w[b] ^ (w[c] += w[d]), 7);
}

/* Columns, then diagonals. */
static void mix(uint32_t w[BLOCK])
{
	for (int round = 0; round < ROUNDS; round += 2) {
		quarter(w, 0, 4, 8, 12);
		quarter(w, 1, 5, 9, 13);
		quarter(w, 2, 6, 10, 14);
		quarter(w, 3, 7, 11, 15);
		quarter(w, 0, 5, 10, 15);
		quarter(w, 1, 6, 11, 12);
		quarter(w, 2, 7, 8, 13);
		quarter(w, 3, 4, 9, 14);
	}
}

/* memcpy(3) is a page of libc more: whole blocks are copied in line. */
static void put(unsigned char *to, const uint32_t block[BLOCK], size_t size)
{
	const unsigned char *from = (const unsigned char *)block;
	if (size == BLOCK * sizeof *block)
		memcpy(to, block, BLOCK * sizeof *block);
	else
		for (size_t i = 0; i < size; i++)
			to[i] = from[i];
}

void expand_by(struct expansion *by, void *buffer, size_t size,
	       const uint32_t key[EXPAND_WORDS])
{
	static const uint32_t constants[4] = {0x61707865, 0x3320646e, 0x79622d32,
					      0x6b206574};
	unsigned char *at = buffer;
	memcpy(by->start, constants, sizeof constants);
	memcpy(by->start + 4, key, EXPAND_WORDS * sizeof *key);
	for (int i = 12; i < BLOCK; i++)
		by->start[i] = 0;
	for (; size > 0; by->start[12]++) {
		size_t portion = size < sizeof by->block ? size : sizeof by->block;
		memcpy(by->block, by->start, sizeof by->block);
		mix(by->block);
		for (int i = 0; i < BLOCK; i++)
			by->block[i] += by->start[i];
		put(at, by->block, portion);
		at += portion;
		size -= portion;
	}
}

void expand(void *buffer, size_t size, const uint32_t key[EXPAND_WORDS])
{
	struct expansion by;
	expand_by(&by, buffer, size, key);
}

void expand_fill(void *buffer, size_t size, struct inherited inherited)
{
	uint32_t key[EXPAND_WORDS];
	entropy_fill(key, sizeof key, inherited);
	expand(buffer, size, key);
}
