/* SPDX-License-Identifier: MIT
 *
 * core/blake2s.c against RFC 7693 (appendix B: "abc") and the empty input.
 */
#include "entropy/blake2s.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>

static void digest(unsigned char out[32], const void *data, size_t size)
{
	struct blake2s state;
	blake2s_start(&state);
	blake2s_add(&state, data, size);
	blake2s_finish(&state, out);
}

static void expect(const void *data, size_t size, const char *hex)
{
	unsigned char out[32];
	digest(out, data, size);
	for (size_t i = 0; i < sizeof out; i++) {
		char byte[3] = {hex[2 * i], hex[2 * i + 1], 0};
		ck_assert_uint_eq(out[i], strtoul(byte, NULL, 16));
	}
}

START_TEST(rfc_appendix_b)
{
	expect("abc", 3,
	       "508c5e8c327c14e2e1a72ba34eeb452f37458b209ed63a294d999b4c86675982");
}
END_TEST

START_TEST(empty)
{
	expect("", 0, "69217a3079908094e11121d042354a7c1f55b6482ca1a51e1b250dfd1ed0eef9");
}
END_TEST

/* Any split of the input gives the same: block borders at 64 and 128. */
START_TEST(pieces)
{
	unsigned char data[200], whole[32], joined[32];
	for (size_t i = 0; i < sizeof data; i++)
		data[i] = (unsigned char)(i * 7);
	digest(whole, data, sizeof data);
	for (size_t cut = 0; cut <= sizeof data; cut++) {
		struct blake2s state;
		blake2s_start(&state);
		blake2s_add(&state, data, cut);
		blake2s_add(&state, data + cut, sizeof data - cut);
		blake2s_finish(&state, joined);
		ck_assert_mem_eq(joined, whole, sizeof whole);
	}
}
END_TEST

TCase *case_blake2s(void)
{
	TCase *tests = tcase_create("blake2s");
	tcase_add_test(tests, rfc_appendix_b);
	tcase_add_test(tests, empty);
	tcase_add_test(tests, pieces);
	return tests;
}
