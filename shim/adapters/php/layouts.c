/* SPDX-License-Identifier: MIT
 *
 * Where PHP keeps its generators' states, by the shape of its tables, and the proof: the
 * generators run on scratch states of ours and must hand out what we reckon. What is
 * changed of PHP's own for that is put back, before PHP has begun.
 */
#include "php.h"

#include <string.h>

/* random_globals of the first two: pointers to statuses, and marks. */
#define BY_POINTERS                                                                      \
	.words = 0, .count = 2496, .twister = 16, .is_seeded = 24, .lcg = 0,             \
	.is_lcg_seeded = 8

static const struct php_layout layouts[] = {
	{.sizes = {2504, 16, 32, 8}, /* 8.2 */
	 .size = 1,
	 .has_status = true,
	 .state = 1,
	 .generate = 3,
	 .serialize = 5,
	 BY_POINTERS},
	{.sizes = {2504, 16, 32, 8}, /* 8.3, by its source */
	 .size = 0,
	 .has_status = true,
	 .state = 0,
	 .generate = 2,
	 .serialize = 4,
	 BY_POINTERS},
	{.sizes = {2504, 16, 32, 0}, /* 8.4 */
	 .size = 0,
	 .has_status = false,
	 .generate = 1,
	 .serialize = 3,
	 .words = 8,
	 .count = 0,
	 .twister = 32,
	 .is_seeded = 1,
	 .lcg = 24,
	 .is_lcg_seeded = 0},
};

enum { GLOBALS = 32, LARGEST = 2504 }; /* bytes of them that are touched here */

static bool has_sizes(const struct php_layout *layout)
{
	for (int i = 0; i < PHP_ALGORITHMS; i++) {
		void **table = php_algorithms[i];
		if (!table != !layout->sizes[i])
			return false;
		if (table && (uintptr_t)table[layout->size] != layout->sizes[i])
			return false;
	}
	return true;
}

static uint64_t draw(const struct php_layout *layout, enum php_algorithm algorithm,
		     void *state)
{
	void *status[2] = {state, state};
	php_generate *generate =
		(php_generate *)php_algorithms[algorithm][layout->generate];
	return generate(layout->has_status ? (void *)status : state).number;
}

static uint32_t temper(uint32_t word)
{
	word ^= word >> 11;
	word ^= word << 7 & 0x9d2c5680;
	word ^= word << 15 & 0xefc60000;
	return word ^ word >> 18;
}

/* A draw counts on; one at the end begins a new round of words. */
static bool is_twister(const struct php_layout *layout)
{
	_Alignas(16) char state[LARGEST] = {0};
	uint32_t *words = (uint32_t *)(state + layout->words),
		 *count = (uint32_t *)(state + layout->count);
	for (uint32_t i = 0; i < PHP_WORDS; i++)
		words[i] = i * 2654435769u + 1;
	uint32_t mixed = (words[0] & 0x80000000) | (words[1] & 0x7fffffff);
	uint32_t round = words[397] ^ mixed >> 1 ^ (words[1] & 1 ? 0x9908b0df : 0);
	if ((uint32_t)draw(layout, PHP_TWISTER, state) != temper(words[0]) || *count != 1)
		return false;
	*count = PHP_WORDS;
	return (uint32_t)draw(layout, PHP_TWISTER, state) == temper(round) && *count == 1;
}

/* Of the 128 bits the lower half comes first, and goes its way alone. */
static bool is_pcg(const struct php_layout *layout)
{
	_Alignas(16) uint64_t state[2] = {0x0123456789abcdef, 0xfedcba9876543210};
	for (int i = 0; i < 2; i++) {
		uint64_t low =
			state[0] * 4865540595714422341u + UINT64_C(1442695040888963407);
		uint64_t drawn = draw(layout, PHP_PCG, state);
		uint64_t mixed = state[0] ^ state[1], by = state[1] >> 58;
		if (state[0] != low || drawn != (mixed >> by | mixed << (-by & 63)))
			return false;
	}
	return true;
}

static uint64_t rotated(uint64_t word, int by)
{
	return word << by | word >> (64 - by);
}

static bool is_xoshiro(const struct php_layout *layout)
{
	_Alignas(16) uint64_t state[4] = {1, 0x0123456789abcdef, 3, 4};
	for (int i = 0; i < 2; i++) {
		uint64_t expected = rotated(state[1] * 5, 7) * 9;
		if (draw(layout, PHP_XOSHIRO, state) != expected)
			return false;
	}
	return true;
}

/* L'Ecuyer's two generators, one step. */
static double step(int32_t state[2])
{
	state[0] = (int32_t)((int64_t)state[0] * 40014 % 2147483563);
	state[1] = (int32_t)((int64_t)state[1] * 40692 % 2147483399);
	int32_t number = state[0] - state[1];
	return (number < 1 ? number + 2147483562 : number) * 4.656613e-10;
}

/* The process's own: what PHP draws from, and that a mark says that it is seeded. */
static bool draws_ours(const struct php_layout *layout, int32_t *lcg, void *twister)
{
	int32_t expected[2] = {lcg[0], lcg[1]};
	for (int i = 0; i < 2; i++)
		if (php_combined_lcg() != step(expected) ||
		    memcmp(lcg, expected, sizeof expected) != 0)
			return false;
	return php_default_status() ==
	       (layout->has_status ? twister : php_globals + layout->twister);
}

static bool are_globals(const struct php_layout *layout)
{
	int32_t scratch[2], *lcg = layout->has_status
					   ? scratch
					   : (int32_t *)(php_globals + layout->lcg);
	void *twister[2] = {NULL, NULL}, *combined[2] = {scratch, scratch};
	if (layout->has_status) {
		memcpy(php_globals + layout->lcg, &(void *){combined}, sizeof(void *));
		memcpy(php_globals + layout->twister, &(void *){twister}, sizeof(void *));
	}
	php_globals[layout->is_seeded] = php_globals[layout->is_lcg_seeded] = 1;
	lcg[0] = 123456789;
	lcg[1] = 987654321;
	return draws_ours(layout, lcg, twister);
}

/* They are zero until PHP begins: by then nobody else touches them. */
static bool are_globals_put_back(const struct php_layout *layout)
{
	static const char zero[GLOBALS];
	if (memcmp(php_globals, zero, sizeof zero) != 0)
		return false;
	bool is_right = are_globals(layout);
	memset(php_globals, 0, GLOBALS);
	return is_right;
}

const struct php_layout *php_layout_find(void)
{
	for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++) {
		const struct php_layout *layout = &layouts[i];
		if (sizeof(void *) == 8 && has_sizes(layout))
			return is_twister(layout) && is_pcg(layout) &&
					       is_xoshiro(layout) &&
					       are_globals_put_back(layout)
				       ? layout
				       : NULL;
	}
	return NULL;
}
