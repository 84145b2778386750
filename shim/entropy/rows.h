/* SPDX-License-Identifier: MIT
 *
 * Four words at a time: BLAKE2s and ChaCha mix a square of sixteen, first its columns and
 * then its diagonals, which are columns once its rows are turned. GCC's vectors: what the
 * processor has no instruction for is done word by word.
 */
#pragma once

#include <stdint.h>

typedef uint32_t row __attribute__((vector_size(16)));

static inline row row_rotate(row words, int left)
{
	return words << left | words >> (32 - left);
}

/* Each word goes one, two or three places to the left. */
static inline row row_turn1(row words)
{
	return (row){words[1], words[2], words[3], words[0]};
}

static inline row row_turn2(row words)
{
	return (row){words[2], words[3], words[0], words[1]};
}

static inline row row_turn3(row words)
{
	return (row){words[3], words[0], words[1], words[2]};
}
