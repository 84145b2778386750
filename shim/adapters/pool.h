/* SPDX-License-Identifier: MIT
 *
 * Random bytes for a child, for libraries whose function hands out bytes of no particular
 * stream: drawn from the shim by the block, under the lock of the library's stream
 * (stream.h), which every child finds free. What was handed out is gone from the block.
 */
#pragma once

#include "stream.h"

enum { POOL_BLOCK = 512 };

struct pool {
	unsigned char block[POOL_BLOCK];
	size_t left;     /* at its end */
	uint32_t blocks; /* tells them apart under --seed */
};

/* In heal(): what is there was inherited. */
static inline void pool_empty(struct pool *pool)
{
	pool->left = 0;
}

void pool_draw(struct pool *pool, struct stream *stream, void *buffer, size_t size);
