/* SPDX-License-Identifier: MIT
 *
 * A long state from a short key: a tenth of what hashing takes. Not for keys of others.
 */
#pragma once

#include "entropy.h"

enum { EXPAND_WORDS = 8 }; /* of a key */

/* To work with: there may be little stack. */
enum { EXPAND_BLOCK = 16 };
struct expansion {
	uint32_t start[EXPAND_BLOCK], block[EXPAND_BLOCK];
};

/* Fills a buffer with what a key that was never used before gives: ChaCha with 8 rounds
 * (D. J. Bernstein, 2008), the counter from 0, no nonce. Pure. */
void expand(void *buffer, size_t size, const uint32_t key[EXPAND_WORDS]);

/* The same, in memory of the caller's. */
void expand_by(struct expansion *by, void *buffer, size_t size,
	       const uint32_t key[EXPAND_WORDS]);

/* As entropy_fill(), for a long state: of a key that this gives. */
void expand_fill(void *buffer, size_t size, struct inherited inherited);
