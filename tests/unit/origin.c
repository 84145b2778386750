/* SPDX-License-Identifier: MIT
 *
 * runtimes/python_random_origin.c: seeds that a program gave are told from the operating
 * system's, against the reference seeding and generation of MT19937.
 */
#include "runtimes/python/python_random_origin.h"
#include "unit.h"

#include <stdint.h>
#include <string.h>
#include <sys/random.h>

enum { N = RANDOM_WORDS };

/* mt19937ar.c, as published. */
static void init_by_array(uint32_t mt[N], const uint32_t *key, int length)
{
	uint32_t i = 1, j = 0;
	mt[0] = 19650218;
	for (uint32_t n = 1; n < N; n++)
		mt[n] = 1812433253 * (mt[n - 1] ^ mt[n - 1] >> 30) + n;
	for (int k = N > length ? N : length; k; k--) {
		mt[i] = (mt[i] ^ (mt[i - 1] ^ mt[i - 1] >> 30) * 1664525) + key[j] + j;
		if (++i >= N)
			mt[0] = mt[N - 1], i = 1;
		if (++j >= (uint32_t)length)
			j = 0;
	}
	for (int k = N - 1; k; k--) {
		mt[i] = (mt[i] ^ (mt[i - 1] ^ mt[i - 1] >> 30) * 1566083941) - i;
		if (++i >= N)
			mt[0] = mt[N - 1], i = 1;
	}
	mt[0] = 0x80000000;
}

static void next_block(uint32_t mt[N])
{
	for (int i = 0; i < N; i++) {
		uint32_t y = (mt[i] & 0x80000000) | (mt[(i + 1) % N] & 0x7fffffff);
		mt[i] = mt[(i + 397) % N] ^ y >> 1 ^ (y & 1 ? 0x9908b0df : 0);
	}
}

static bool is_seeded_after(const uint32_t *key, int length, int blocks)
{
	uint32_t mt[N];
	init_by_array(mt, key, length);
	for (int i = 0; i < blocks; i++)
		next_block(mt);
	return python_random_is_seeded(mt, RANDOM_MOST_BLOCKS);
}

START_TEST(keys_of_a_program)
{
	uint32_t key[300];
	memset(key, 0x5a, sizeof key);
	for (uint32_t i = 0; i < 300; i++)
		key[i] ^= i * i;
	key[0] = 0; /* random.Random(0) */
	for (int length = 1; length <= 300; length += 13)
		ck_assert(is_seeded_after(key, length, 0));
	ck_assert(is_seeded_after(key, 1, 1));
	ck_assert(is_seeded_after(key, 2, RANDOM_MOST_BLOCKS));
	ck_assert(!is_seeded_after(key, 2, RANDOM_MOST_BLOCKS + 1));
}
END_TEST

START_TEST(keys_of_the_system)
{
	uint32_t key[N];
	ck_assert_int_eq(getrandom(key, sizeof key, 0), sizeof key);
	for (int blocks = 0; blocks < 3; blocks++)
		ck_assert(!is_seeded_after(key, N, blocks));
	ck_assert(!python_random_is_seeded(key, RANDOM_MOST_BLOCKS));
}
END_TEST

TCase *case_origin(void)
{
	TCase *tests = tcase_create("origin");
	tcase_add_test(tests, keys_of_a_program);
	tcase_add_test(tests, keys_of_the_system);
	return tests;
}
