/* SPDX-License-Identifier: MIT
 *
 * Generators in a program's own memory, known by their exact shape alone: what C++
 * libraries' std::mt19937 and std::mt19937_64 keep, and what Rust's rand keeps of ChaCha.
 * Only arithmetic on words that somebody has copied; where they lie is scan.c's.
 *
 * A twister's 624 (312) words have 31 bits more than its state: they fit each other by
 * one chance in two thousand million, besides lying in lanes of 64 bits with a place
 * behind them and being as random in each bit as a generator's. One that was seeded and
 * not drawn from fits the rule by which a seed is spread, in all of its words. A ChaCha
 * generator has its next 64 words beside its key: all of these follow from that.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

enum shape { TWISTER_32, TWISTER_64, CHACHA };

/* In words of 64 bits, from the first that was looked at. */
struct match {
	enum shape shape;
	size_t first, count;       /* all that belongs to it */
	size_t state, state_count; /* what all its numbers follow from */
	size_t block;              /* ChaCha's */
	int rounds;
};

/* What a generator takes at most. */
enum { LARGEST_SHAPE = 640 };

/* Calls `found` for each generator that lies whole in these words. */
void shapes_find(const uint64_t *words, size_t count,
		 void (*found)(const struct match *match, void *data), void *data);

/* Fills it anew, so that it has its shape again: `fill` gives random bytes. */
void shapes_refresh(uint64_t *words, const struct match *match,
		    void (*fill)(void *buffer, size_t size));

/* shapes_chacha.c: whether a key lies there, and its block not far from it; and filling
 * both. That many words behind the key is a stream's number, which is 0. */
enum { CHACHA_STREAM = 5 };
int chacha_at(const uint64_t *words, size_t count, size_t key, struct match *match);
void chacha_refresh(uint64_t *words, const struct match *match,
		    void (*fill)(void *buffer, size_t size));
