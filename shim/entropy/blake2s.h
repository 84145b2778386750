/* SPDX-License-Identifier: MIT
 *
 * BLAKE2s-256 (RFC 7693), without a key: what is hashed together with a key stands behind
 * it in the text, as the hash of a text says nothing about that of a longer one; the
 * RFC's own way takes a block more. It derives children's keys in reproducible mode, and
 * stands in where the kernel's entropy is not to be had or was fetched ahead of time.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

enum { BLAKE2S_BYTES = 32 };

struct blake2s {
	uint32_t hash[8];
	uint64_t length;
	size_t filled;
	unsigned char block[64];
	uint32_t words[16]; /* to work with: there may be little stack */
};

/* Nothing here can fail; safe anywhere. */
void blake2s_start(struct blake2s *state);
void blake2s_add(struct blake2s *state, const void *data, size_t size);
void blake2s_finish(struct blake2s *state, void *digest);
