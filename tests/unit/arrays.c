/* SPDX-License-Identifier: MIT
 *
 * core/arrays.c: notes survive growth, the last owner counts, and memory that can't be
 * had loses a note but nothing else.
 */
#include "generators/arrays.h"
#include "unit.h"

#include <stdint.h>
#include <sys/resource.h>

static const void *address(uintptr_t n)
{
	return (const void *)(0x10000 + n * 128);
}

START_TEST(unknown_until_noted)
{
	ck_assert_uint_eq(arrays_owner(address(1)), ARRAYS_UNKNOWN);
	arrays_note(address(1), 7);
	ck_assert_uint_eq(arrays_owner(address(1)), 7);
	arrays_note(address(1), 8);
	ck_assert_uint_eq(arrays_owner(address(1)), 8);
	ck_assert_uint_eq(arrays_owner(address(2)), ARRAYS_UNKNOWN);
}
END_TEST

START_TEST(ten_thousand_arrays)
{
	for (uintptr_t i = 100; i < 10100; i++)
		arrays_note(address(i), i);
	for (uintptr_t i = 100; i < 10100; i++)
		ck_assert_uint_eq(arrays_owner(address(i)), i);
	ck_assert_uint_eq(arrays_owner(address(20000)), ARRAYS_UNKNOWN);
}
END_TEST

#ifndef __SANITIZE_THREAD__ /* whose own memory knows no limit */
START_TEST(without_memory_notes_are_lost_and_nothing_else)
{
	struct rlimit before, none;
	ck_assert_int_eq(getrlimit(RLIMIT_AS, &before), 0);
	none = before;
	none.rlim_cur = 1;
	ck_assert_int_eq(setrlimit(RLIMIT_AS, &none), 0);
	for (uintptr_t i = 100000; i < 200000; i++)
		arrays_note(address(i), 5);
	ck_assert_int_eq(setrlimit(RLIMIT_AS, &before), 0);
	ck_assert_uint_eq(arrays_owner(address(199999)), ARRAYS_UNKNOWN);
	ck_assert_uint_eq(arrays_owner(address(1)), 8);
}
END_TEST
#endif

TCase *case_arrays(void)
{
	TCase *tests = tcase_create("arrays");
	tcase_add_test(tests, unknown_until_noted);
	tcase_add_test(tests, ten_thousand_arrays);
#ifndef __SANITIZE_THREAD__
	tcase_add_test(tests, without_memory_notes_are_lost_and_nothing_else);
#endif
	return tests;
}
