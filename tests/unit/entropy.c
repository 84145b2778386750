/* SPDX-License-Identifier: MIT
 *
 * core/entropy.c: sizes around the block of 32 bytes, errno, prefetched and tree keys.
 * What happens when the kernel refuses is shown with real filters
 * (tests/hazards/seccomp.sh).
 */
#include "entropy/entropy.h"
#include "core/lineage.h"
#include "entropy/reproduce.h"
#include "unit.h"
#include <pthread.h>

#include <errno.h>
#include <string.h>

static const struct inherited nothing = {"", NULL, 0};

/* The chance that an honest filling fails this: 2^-64. */
START_TEST(fills_what_was_asked_and_no_more)
{
	unsigned char buffer[300];
	static const size_t sizes[] = {8, 63, 64, 65, 128, 256, 260};
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		memset(buffer, 0, sizeof buffer);
		errno = 1234;
		entropy_fill(buffer, sizes[i], nothing);
		ck_assert_int_eq(errno, 1234);
		uint64_t last;
		memcpy(&last, buffer + sizes[i] - sizeof last, sizeof last);
		ck_assert_uint_ne(last, 0);
		for (size_t j = sizes[i]; j < sizeof buffer; j++)
			ck_assert_uint_eq(buffer[j], 0);
	}
}
END_TEST

START_TEST(a_prefetched_key_never_serves_twice_the_same)
{
	uint32_t first[32], second[32];
	struct entropy_key *key = &lineage_page->key;
	entropy_prefetch();
	ck_assert_uint_eq(key->present, KEY_PRESENT);
	entropy_fill(first, sizeof first, nothing);
	entropy_fill(second, sizeof second, nothing);
	ck_assert_mem_ne(first, second, sizeof first);
	key->streams = 0; /* it is the key that they come from */
	entropy_fill(second, sizeof second, nothing);
	ck_assert_mem_eq(first, second, sizeof first);
	memset(key, 0, sizeof *key);
}
END_TEST

/* What a generator is filled with depends on the text, the place, the name and the state.
 */
START_TEST(a_tree_key_makes_a_function_of_what_was_inherited)
{
	static const struct inherited other[] = {
		{"b", "s", 1}, {"a", "t", 1}, {"a", "", 0}};
	uint32_t first[32], again[32];
	reproduce_start("text");
	entropy_fill(first, sizeof first, (struct inherited){"a", "s", 1});
	entropy_fill(again, sizeof again, (struct inherited){"a", "s", 1});
	ck_assert_mem_eq(first, again, sizeof first);
	for (size_t i = 0; i < sizeof other / sizeof *other; i++) {
		entropy_fill(again, sizeof again, other[i]);
		ck_assert_mem_ne(first, again, sizeof first);
	}
	struct reproduce_heir heir = {.ordinal = NO_ORDINAL};
	reproduce_before_clone(&heir, (uintptr_t)pthread_self());
	ck_assert_uint_eq(heir.ordinal, 1);
	lineage_page->has_key = NO_KEY; /* as in a child */
	reproduce_become(&heir, (uintptr_t)pthread_self());
	ck_assert_ptr_nonnull(reproduce_key());
	entropy_fill(again, sizeof again, (struct inherited){"a", "s", 1});
	ck_assert_mem_ne(first, again, sizeof first);
	reproduce_start("texu");
	entropy_fill(again, sizeof again, (struct inherited){"a", "s", 1});
	ck_assert_mem_ne(first, again, sizeof first);
	lineage_page->has_key = 0;
	ck_assert_ptr_null(reproduce_key());
	reproduce_before_clone(&heir, (uintptr_t)pthread_self());
	ck_assert_uint_eq(heir.ordinal, NO_ORDINAL);
}
END_TEST

TCase *case_entropy(void)
{
	TCase *tests = tcase_create("entropy");
	tcase_add_test(tests, fills_what_was_asked_and_no_more);
	tcase_add_test(tests, a_prefetched_key_never_serves_twice_the_same);
	tcase_add_test(tests, a_tree_key_makes_a_function_of_what_was_inherited);
	return tests;
}
