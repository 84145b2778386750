/* SPDX-License-Identifier: MIT
 *
 * The keyed halves of entropy.h, which is what the generators call.
 */
#pragma once

#include "entropy.h"

#include <stdbool.h>
#include <stdint.h>

/* Fills a buffer with the stream that a key of 32 bytes, what was inherited and a number
 * name. */
void entropy_keyed_fill(unsigned char *buffer, size_t size, const void *key,
			const struct inherited *inherited, const uint32_t *more,
			uint32_t number);

/* Fills a buffer from getrandom(2); false where that refuses. */
bool entropy_kernel_fill(unsigned char *buffer, size_t size);

/* Fills a buffer with what keeps processes distinct, though not secret. errno is kept. */
void entropy_distinct_fill(unsigned char *buffer, size_t size,
			   const struct inherited *inherited, const uint32_t *more);

/* What is hashed: a key of 32 bytes or NULL, then a text. */
struct entropy_text {
	const void *key, *text;
	size_t size;
};

/* Its BLAKE2s, 32 bytes, on little stack. Safe anywhere. */
void entropy_hash(const struct entropy_text *text, void *digest);
