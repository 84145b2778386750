/* SPDX-License-Identifier: MIT
 *
 * Where a child's new state comes from. Safe in signal handlers and threads; errno is
 * kept; nothing is opened, allocated or printed.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* What is to be filled: a generator's name, and the state that it inherited, which may be
 * in the buffer itself. */
struct inherited {
	const char *generator;
	const void *state;
	size_t size;
};

/* Fills a buffer. In reproducible mode by a keyed function of what was inherited; else
 * from the key that entropy_prefetch() fetched, if there is one; else from getrandom(2);
 * else, where a sandbox or an old kernel refuses, from what keeps processes distinct
 * though not secret. Never fails. */
static inline void entropy_fill(void *buffer, size_t size, struct inherited inherited);

/* The same for a state of which another word (or NULL) lies elsewhere. */
void entropy_fill_knowing(void *buffer, size_t size, const struct inherited *inherited,
			  const uint32_t *more);

static inline void entropy_fill(void *buffer, size_t size, struct inherited inherited)
{
	entropy_fill_knowing(buffer, size, &inherited, NULL);
}

/* Fetches a key ahead of the first draw (FORKSEED_WHEN=fork), for children that will
 * enter a sandbox in which getrandom(2) kills, or were made in one: from its place in the
 * fork tree where the start could get a key for that, else from the kernel. Where it
 * can't be had now, nothing changes. */
void entropy_prefetch_start(void);
void entropy_prefetch(void);
