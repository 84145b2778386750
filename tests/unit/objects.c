/* SPDX-License-Identifier: MIT
 *
 * runtimes/python_objects.c: the set keeps what was put in, through growth and removal,
 * and addresses that come and go by the million do not make it grow.
 */
#include "runtimes/python/python_objects.h"
#include "unit.h"

static PyObject *object(uintptr_t n)
{
	return (PyObject *)(0x10000 + n * 48);
}

static size_t size(void)
{
	struct tracked *entry;
	size_t number = 0;
	while (tracked_at(number, &entry))
		number++;
	return number;
}

static size_t living(void)
{
	struct tracked *entry;
	size_t count = 0;
	for (size_t i = 0; tracked_at(i, &entry); i++)
		count += entry != NULL;
	return count;
}

START_TEST(an_empty_set)
{
	tracked_clear();
	ck_assert_ptr_null(tracked_find(object(1)));
	tracked_remove(object(1));
	ck_assert_uint_eq(living(), 0);
}
END_TEST

START_TEST(ten_thousand_objects)
{
	for (uintptr_t i = 0; i < 10000; i++)
		tracked_add(object(i))->number = (uint32_t)i;
	ck_assert_uint_eq(living(), 10000);
	for (uintptr_t i = 0; i < 10000; i += 2)
		tracked_remove(object(i));
	for (uintptr_t i = 0; i < 10000; i++) {
		struct tracked *entry = tracked_find(object(i));
		ck_assert_int_eq(entry != NULL, i % 2);
		ck_assert(!entry || entry->number == i);
	}
	ck_assert_ptr_eq(tracked_add(object(1)), tracked_find(object(1)));
	tracked_clear();
	ck_assert_uint_eq(living(), 0);
}
END_TEST

START_TEST(many_come_and_go)
{
	for (uintptr_t i = 0; i < 100000; i++) {
		ck_assert_ptr_nonnull(tracked_add(object(i)));
		tracked_remove(object(i));
	}
	ck_assert_uint_eq(living(), 0);
	ck_assert_uint_le(size(), 1024);
	tracked_clear();
}
END_TEST

TCase *case_objects(void)
{
	TCase *tests = tcase_create("objects");
	tcase_add_test(tests, an_empty_set);
	tcase_add_test(tests, ten_thousand_objects);
	tcase_add_test(tests, many_come_and_go);
	return tests;
}
