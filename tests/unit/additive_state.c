/* SPDX-License-Identifier: MIT
 *
 * core/additive_state.c against glibc's own initstate_r, srandom_r and random_r.
 */
#include "generators/additive_state.h"
#include "generators/additive.h"
#include "unit.h"

static const size_t size_of[TYPES] = {8, 32, 64, 128, 256};

/* One array per type, as libc makes it. */
static struct random_data libc_state(int type, char *array)
{
	struct random_data data = {0};
	ck_assert_int_eq(initstate_r(42, array, size_of[type], &data), 0);
	return data;
}

START_TEST(libcs_states_are_consistent)
{
	_Alignas(4) char array[256];
	struct random_data data = libc_state(_i, array);
	ck_assert(additive_is_consistent(&data));
	data.rand_deg++;
	ck_assert(!additive_is_consistent(&data));
}
END_TEST

START_TEST(torn_states_are_not)
{
	_Alignas(4) char array[256], other[256];
	struct random_data data = libc_state(_i, array),
			   elsewhere = libc_state(_i, other);
	struct random_data torn = data;
	torn.end_ptr = elsewhere.end_ptr;
	ck_assert(!additive_is_consistent(&torn));
	torn = data;
	torn.fptr = data.end_ptr;
	ck_assert(_i == 0 || !additive_is_consistent(&torn));
	torn = data;
	torn.rand_type = TYPES;
	ck_assert(!additive_is_consistent(&torn));
}
END_TEST

START_TEST(placing_goes_on_where_libc_would)
{
	_Alignas(4) char array[256];
	struct random_data data = libc_state(_i, array), placed = {0};
	long rear = data.rptr ? data.rptr - data.state : 0;
	additive_place(&placed, (struct state_array){data.state, _i}, rear);
	for (int i = 0; i < 200; i++) {
		int32_t wanted, got;
		char copy[sizeof array];
		memcpy(copy, array, sizeof array);
		random_r(&data, &wanted);
		memcpy(array, copy, sizeof array);
		random_r(&placed, &got);
		ck_assert_int_eq(got, wanted);
	}
}
END_TEST

START_TEST(a_rear_out_of_range_becomes_zero)
{
	int32_t array[64];
	struct random_data data = {0};
	static const long wild[] = {-1, 7, 1L << 40, -(1L << 40)};
	for (size_t i = 0; i < sizeof wild / sizeof *wild; i++) {
		additive_place(&data, (struct state_array){array + 1, 1}, wild[i]);
		ck_assert_ptr_eq(data.rptr, array + 1);
		ck_assert(additive_is_consistent(&data));
	}
}
END_TEST

START_TEST(mending_makes_one_word_odd)
{
	int32_t array[MOST_WORDS + 2];
	memset(array, 0, sizeof array);
	additive_mend((struct state_array){array + 1, _i});
	for (int i = 0; i < MOST_WORDS + 2; i++) /* type 0 has no such need */
		ck_assert_int_eq(array[i], i == 1 && _i != 0);
}
END_TEST

START_TEST(a_state_is_its_words_and_its_rear)
{
	_Alignas(4) char array[256];
	struct random_data data = libc_state(_i, array);
	int32_t value;
	ck_assert_uint_eq(additive_size(&data), 4u * (unsigned)additive_words(_i));
	ck_assert_uint_eq(additive_rear(&data), 0);
	random_r(&data, &value);
	ck_assert_uint_eq(additive_rear(&data), _i != 0);
}
END_TEST

TCase *case_additive_state(void)
{
	TCase *tests = tcase_create("additive_state");
	tcase_add_loop_test(tests, libcs_states_are_consistent, 0, TYPES);
	tcase_add_loop_test(tests, torn_states_are_not, 0, TYPES);
	tcase_add_loop_test(tests, placing_goes_on_where_libc_would, 0, TYPES);
	tcase_add_test(tests, a_rear_out_of_range_becomes_zero);
	tcase_add_loop_test(tests, mending_makes_one_word_odd, 0, TYPES);
	tcase_add_loop_test(tests, a_state_is_its_words_and_its_rear, 0, TYPES);
	return tests;
}
