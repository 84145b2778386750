/* SPDX-License-Identifier: MIT
 *
 * ChaCha8, a block at a time; in the words' own order, which differs between processors.
 */
#include "expand.h"

#include <string.h>

enum { ROUNDS = 8 };

/* The square that is mixed, by rows: they stay in registers. */
struct square {
	row a, b, c, d;
};

static inline __attribute__((always_inline)) void quarters(struct square *w)
{
	w->d = row_rotate(w->d ^ (w->a += w->b), 16);
	w->b = row_rotate(w->b ^ (w->c += w->d), 12);
	w->d = row_rotate(w->d ^ (w->a += w->b), 8);
	w->b = row_rotate(w->b ^ (w->c += w->d), 7);
}

/* Columns, then diagonals. */
static inline __attribute__((always_inline)) void mix(struct square *w)
{
	for (int round = 0; round < ROUNDS; round += 2) {
		quarters(w);
		w->b = row_turn1(w->b), w->c = row_turn2(w->c), w->d = row_turn3(w->d);
		quarters(w);
		w->b = row_turn3(w->b), w->c = row_turn2(w->c), w->d = row_turn1(w->d);
	}
}

/* memcpy(3) is a page of libc more: whole blocks are copied in line. */
static void put(unsigned char *to, const row block[4], size_t size)
{
	const unsigned char *from = (const unsigned char *)block;
	if (size == 4 * sizeof *block)
		memcpy(to, block, 4 * sizeof *block);
	else
		for (size_t i = 0; i < size; i++)
			to[i] = from[i];
}

/* The block of one number. */
static void make_block(struct expansion *by, uint32_t number)
{
	static const row constants = {0x61707865, 0x3320646e, 0x79622d32, 0x6b206574};
	const row counted = {number};
	struct square w = {constants, by->key[0], by->key[1], counted};
	mix(&w);
	by->block[0] = w.a + constants;
	by->block[1] = w.b + by->key[0];
	by->block[2] = w.c + by->key[1];
	by->block[3] = w.d + counted;
}

void expand_by(struct expansion *by, void *buffer, size_t size,
	       const uint32_t key[EXPAND_WORDS])
{
	unsigned char *at = buffer;
	memcpy(by->key, key, sizeof by->key);
	for (uint32_t number = 0; size > 0; number++) {
		size_t portion = size < sizeof by->block ? size : sizeof by->block;
		make_block(by, number);
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
