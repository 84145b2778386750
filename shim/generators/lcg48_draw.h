/* SPDX-License-Identifier: MIT
 *
 * The usual draw of drand48(3) and its kin, inline in the hooks, as in additive_draw.h.
 * All that is seldom is in lcg48.c.
 */
#pragma once

#include "core/lineage.h"
#include "generators/libc.h"

#include <stdlib.h>
#include <string.h>

static const uint64_t X_MASK = 0xffffffffffff;

/* What draws work on; NULL until the first call has located it. It has a multiplier and
 * an addend from then on. */
internal extern struct drand48_data *_Atomic lcg48_data;

/* The next X, 0 to 2^48-1, whatever the state is. */
int64_t lcg48_draw_slowly(void);

/* X as one number. The 16 bits above it are another variable's: they are read and written
 * along, because a store of 8 bytes reaches the next draw's load twice as fast as two of
 * less. (A handler that calls seed48() inside a draw may find that variable, the old X,
 * reverted; POSIX lets no handler do so.) A big-endian machine puts the bytes together.
 */
enum { LITTLE_ENDIAN_X = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ };

static inline uint64_t lcg48_load(const struct drand48_data *now)
{
	uint64_t x;
	memcpy(&x, now->__x, sizeof x);
	if (LITTLE_ENDIAN_X)
		return x;
	return now->__x[0] | (uint64_t)now->__x[1] << 16 | (uint64_t)now->__x[2] << 32;
}

static inline void lcg48_store(struct drand48_data *now, uint64_t old, uint64_t x)
{
	x = (x & X_MASK) | (old & ~X_MASK);
	if (LITTLE_ENDIAN_X) {
		memcpy(now->__x, &x, sizeof x);
		return;
	}
	for (int i = 0; i < 3; i++)
		now->__x[i] = (unsigned short)(x >> 16 * i);
}

/* glibc's __drand48_iterate. */
static inline int64_t lcg48_step(struct drand48_data *now)
{
	uint64_t old = lcg48_load(now), x = old * now->__a + now->__c;
	lcg48_store(now, old, x);
	return (int64_t)(x & X_MASK);
}

/* The usual draw: false when it must be done slowly. */
__attribute__((always_inline)) static inline bool lcg48_draw(int64_t *x)
{
	struct life *mine = &lineage_page->lcg48;
	lineage_touch(&lineage_page->lcg48_touched);
	uint64_t before = life_read(mine);
	struct drand48_data *now =
		atomic_load_explicit(&lcg48_data, memory_order_relaxed);
	if (unlikely(before < ROOT || !now))
		return false;
	*x = lcg48_step(now);
	if (likely(life_is_still(mine, before)))
		return true;
	life_void(mine); /* a handler forked, and this is the child */
	return false;
}
