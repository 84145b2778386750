/* SPDX-License-Identifier: MIT
 *
 * The block, and drawing again where a signal handler forked meanwhile.
 */
#include "pool.h"

#include <string.h>

static void refill(struct pool *pool, const char *name)
{
	pool->blocks++;
	adapter_fill(pool->block, POOL_BLOCK, name, &pool->blocks, sizeof pool->blocks);
	pool->left = POOL_BLOCK;
}

static void hand_out(struct pool *pool, const char *name, unsigned char *to, size_t size)
{
	for (size_t now; size; size -= now, to += now) {
		if (!pool->left)
			refill(pool, name);
		unsigned char *from = pool->block + POOL_BLOCK - pool->left;
		now = size < pool->left ? size : pool->left;
		memcpy(to, from, now);
		memset(from, 0, now);
		pool->left -= now;
	}
}

void pool_draw(struct pool *pool, struct stream *stream, void *buffer, size_t size)
{
	struct life *life = stream_life(stream);
	uint64_t before;
	do {
		stream_is_first_owners(stream);
		before = life_read(life);
		stream_take(stream);
		hand_out(pool, stream->name, buffer, size);
		stream_drop(stream);
	} while (!life_is_still(life, before));
}
