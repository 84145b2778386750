/* SPDX-License-Identifier: MIT
 *
 * A long state from a short key: a tenth of what hashing takes. Not for keys of others.
 */
#pragma once

#include "entropy.h"
#include "rows.h"

enum { EXPAND_WORDS = 8 }; /* of a key */

/* To work with: there may be little stack. */
struct expansion {
	row key[2], block[4];
};

/* Fills a buffer with what a key that was never used before gives: ChaCha with 8 rounds
 * (D. J. Bernstein, 2008), the counter from 0, no nonce. Pure. */
void expand(void *buffer, size_t size, const uint32_t key[EXPAND_WORDS]);

/* The same, in memory of the caller's. */
void expand_by(struct expansion *by, void *buffer, size_t size,
	       const uint32_t key[EXPAND_WORDS]);

/* As entropy_fill(), for a long state: of a key that this gives. */
void expand_fill(void *buffer, size_t size, struct inherited inherited);
