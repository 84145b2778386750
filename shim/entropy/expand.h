/* SPDX-License-Identifier: MIT
 *
 * A long state from a short key, for states of kilobytes: a tenth of what hashing takes.
 * Not for reproducible mode, whose numbers are entropy_fill()'s, and not for keys of
 * others.
 */
#pragma once

#include "entropy.h"

enum { EXPAND_WORDS = 8 }; /* of a key */

/* Fills a buffer with what a key that was never used before gives: ChaCha with 8 rounds
 * (D. J. Bernstein, 2008), the counter from 0, no nonce. Pure. */
void expand(void *buffer, size_t size, const uint32_t key[EXPAND_WORDS]);

/* As entropy_fill(), for a long state: of a key that this gives, which depends on the
 * first 128 bytes of what was inherited; in reproducible mode all depends on all, and is
 * hashed. */
void expand_fill(void *buffer, size_t size, struct inherited inherited);
