/* SPDX-License-Identifier: MIT
 *
 * The layout of glibc's struct random_data and of the arrays it points to
 * (stdlib/random_r.c): an array is a header word, 5 * rear index + type, then 1, 7, 15,
 * 31 or 63 words; `state` points behind the header. Arrays come from the program and need
 * not be aligned.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { TYPES = 5, MOST_WORDS = 63 };

/* An array and what it is used as. */
struct state_array {
	int32_t *words; /* behind the header */
	int type;
};

/* How many words of state a type has. */
int additive_words(int type);

/* True when array, type and constants fit each other, wherever front and rear point: so
 * it is between two calls, and not in the middle of a change. */
bool additive_is_whole(const struct random_data *data);

/* Makes `array` current with the rear pointer at word `rear` (0 when out of range). */
void additive_place(struct random_data *data, struct state_array array, long rear);

/* How many bytes of words an array has; and what names its state besides: where the rear
 * pointer is. */
size_t additive_size(const struct random_data *data);
uint32_t additive_rear(const struct random_data *data);

/* Of words that were all replaced, one is made odd, as an additive state of even words
 * stays even for ever. (Type 0 has a bit less to lose: its 31 are few enough.) */
void additive_mend(struct state_array array);
