/* SPDX-License-Identifier: MIT
 *
 * recorder/settled.c: whose an address is, of objects added in any order; and when others
 * may be there.
 */
#include "recorder/settled.h"
#include "unit.h"

#include <link.h>

enum { OBJECTS = 100, SIZE = 0x3000, STEP = 0x5000, FIRST = 0x10000 };

static struct settled settled;

/* Modules are only told apart here. */
static struct module *module(int number)
{
	return (struct module *)(uintptr_t)(number + 1);
}

static uintptr_t start_of(int number)
{
	return FIRST + (uintptr_t)number * STEP;
}

START_TEST(each_address_has_its_object)
{
	settled = (struct settled){0};
	ck_assert_ptr_null(settled_find(&settled, start_of(0)));
	ck_assert_uint_eq(settled_all(&settled).end, 0);
	for (int i = 0; i < OBJECTS; i++) {
		int number = i * 37 % OBJECTS;
		uintptr_t start = start_of(number);
		settled_add(&settled,
			    (struct settled_range){start, start + SIZE, module(number)});
	}
	for (int i = 0; i < OBJECTS; i++) {
		uintptr_t start = start_of(i);
		ck_assert_ptr_eq(settled_find(&settled, start), module(i));
		ck_assert_ptr_eq(settled_find(&settled, start + SIZE - 1), module(i));
		ck_assert_ptr_null(settled_find(&settled, start + SIZE));
		ck_assert_ptr_null(settled_find(&settled, start - 1));
	}
	ck_assert_uint_eq(settled_all(&settled).start, start_of(0));
	ck_assert_uint_eq(settled_all(&settled).end, start_of(OBJECTS - 1) + SIZE);
	ck_assert_ptr_null(settled_find(&settled, 0));
	ck_assert_ptr_null(settled_find(&settled, UINTPTR_MAX));
}
END_TEST

START_TEST(what_does_not_fit_is_left_out)
{
	settled = (struct settled){0};
	for (int i = 0; i <= SETTLED_MOST; i++)
		settled_add(&settled,
			    (struct settled_range){start_of(i), start_of(i) + SIZE,
						   module(i)});
	ck_assert_uint_eq(settled.count, SETTLED_MOST);
	ck_assert_ptr_null(settled_find(&settled, start_of(SETTLED_MOST)));
	struct link_map alone = {0};
	settled_close(&settled, &alone);
	ck_assert(!settled_is_all(&settled));
}
END_TEST

START_TEST(an_object_more_is_noticed)
{
	static struct link_map first, second, opened;
	settled = (struct settled){0};
	first.l_next = &second, second.l_prev = &first;
	ck_assert(!settled_is_all(&settled));
	settled_close(&settled, &second);
	ck_assert(settled_is_all(&settled));
	second.l_next = &opened;
	ck_assert(!settled_is_all(&settled));
	second.l_next = NULL;
	ck_assert(settled_is_all(&settled));
}
END_TEST

/* Its note lies where malloc(3) put it, and may be freed. */
START_TEST(what_was_opened_before_is_not_relied_on)
{
	static struct link_map first;
	struct link_map far = {.l_prev = &first};
	settled = (struct settled){0};
	first.l_next = &far;
	settled_close(&settled, &first);
	ck_assert(!settled_is_all(&settled));
}
END_TEST

TCase *case_settled(void)
{
	TCase *tests = tcase_create("settled");
	tcase_add_test(tests, each_address_has_its_object);
	tcase_add_test(tests, what_does_not_fit_is_left_out);
	tcase_add_test(tests, an_object_more_is_noticed);
	tcase_add_test(tests, what_was_opened_before_is_not_relied_on);
	return tests;
}
