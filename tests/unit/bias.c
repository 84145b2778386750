/* SPDX-License-Identifier: MIT
 *
 * core/bias.c: threads count, some in a row, so that one's turn begins and another ends
 * it, which finds its owner counting, asleep or gone. First without asking, to see that
 * counts get lost.
 */
#include "core/bias.h"
#include "core/lock.h"
#include "unit.h"

#include PROCESSOR_FILE

#include <pthread.h>
#include <string.h>
#include <unistd.h>

enum { LIFE = 2, ROUNDS = 20000, TRIES = 200, RUNS = 60, SILENT_ONES = 12 };

static struct lock lock;
static struct bias bias;
static long counter, by_bias, ended;
static bool asks;
static _Atomic int running;

static uint64_t own_key(void)
{
	return processor_own_pointer() + LIFE;
}

/* A row is nearly long enough from its beginning. */
static void begin_soon(void)
{
	bias.more = 0;
	if (bias.row < BIAS_FIRST - 8)
		bias.row = BIAS_FIRST - 8;
}

static void settle(uint64_t key)
{
	if (!bias_is_owned(&bias) || bias_now(&bias)->owner == key)
		return;
	ended++;
	if (asks)
		bias_settle(&bias, key);
	else
		bias_now(&bias)->owner = 0;
}

static void count_locked(uint64_t key)
{
	if (!lock_try(&lock)) {
		bias_answer(&bias, key);
		lock_wait(&lock);
	}
	settle(key);
	counter++;
	begin_soon();
	bias_note(&bias, key);
	lock_drop(&lock);
}

static void count_once(uint64_t key)
{
	struct bias_turn *turn = bias_now(&bias);
	if (!bias_enter(turn, key)) {
		count_locked(key);
		return;
	}
	counter++;
	by_bias++;
	bias_leave(turn);
}

static void *count(void *unused)
{
	uint64_t key = own_key();
	running++;
	while (running < 2)
		processor_pause();
	for (int i = 0; i < ROUNDS; i++)
		count_once(key);
	return unused;
}

static void reset(bool with_asking)
{
	memset(&bias, 0, sizeof bias);
	counter = by_bias = ended = 0;
	running = 0;
	asks = with_asking;
}

static long lost_by_two(bool with_asking)
{
	pthread_t other;
	reset(with_asking);
	ck_assert_int_eq(pthread_create(&other, NULL, count, NULL), 0);
	count(NULL);
	pthread_join(other, NULL);
	return 2 * ROUNDS - counter;
}

#ifndef __SANITIZE_THREAD__ /* which would tell of it */
START_TEST(without_asking_counts_get_lost)
{
	long lost = 0;
	for (int i = 0; i < TRIES && lost == 0; i++)
		lost = lost_by_two(false);
	ck_assert_int_gt(lost, 0);
}
END_TEST
#endif

START_TEST(no_count_is_lost)
{
	long without_lock = 0, turns_ended = 0;
	for (int i = 0; i < RUNS; i++) {
		ck_assert_int_eq(lost_by_two(true), 0);
		without_lock += by_bias, turns_ended += ended;
	}
	ck_assert_int_gt(without_lock, 0);
	ck_assert_int_gt(turns_ended, 0);
	ck_assert_uint_eq(lock.held, 0);
	ck_assert_uint_eq(bias_now(&bias)->inside, 0);
}
END_TEST

static void *count_and_end(void *unused)
{
	for (int i = 0; i < 100; i++)
		count_once(own_key());
	return unused;
}

static void *count_and_sleep(void *unused)
{
	count_and_end(NULL);
	running = 1;
	while (running != 2)
		usleep(1000);
	return unused;
}

/* The owner does not answer: it is asleep, or it has ended. */
static void an_owner_that_is_silent(void *(*body)(void *), bool lives)
{
	for (int i = 0; i < SILENT_ONES; i++) {
		pthread_t owner;
		reset(true);
		ck_assert_int_eq(pthread_create(&owner, NULL, body, NULL), 0);
		if (!lives)
			pthread_join(owner, NULL);
		while (lives && running != 1)
			usleep(1000);
		ck_assert_uint_ne(bias_now(&bias)->owner, 0);
		count_once(own_key());
		ck_assert_int_eq(ended, 1);
		ck_assert_uint_eq(bias.now, 1);
		ck_assert_int_eq(counter, 101);
		running = 2;
		if (lives)
			pthread_join(owner, NULL);
	}
}

START_TEST(an_owner_may_sleep)
{
	an_owner_that_is_silent(count_and_sleep, true);
}
END_TEST

START_TEST(an_owner_may_have_ended)
{
	an_owner_that_is_silent(count_and_end, false);
}
END_TEST

/* How long a row begins a turn of key 7; 0 when none does. */
static uint32_t row_needed(struct bias *fresh)
{
	fresh->last = 0;
	bias_note(fresh, 7);
	while (bias_now(fresh)->owner == 0 &&
	       (int32_t)(fresh->row - fresh->more) < BIAS_FIRST + 8) {
		if (fresh->row == 1 && fresh->more > 1 << 20) /* not that long */
			fresh->row = fresh->more;
		bias_note(fresh, 7);
	}
	return bias_now(fresh)->owner ? fresh->row : 0;
}

START_TEST(each_turn_needs_a_longer_row_until_there_are_no_more)
{
	struct bias fresh = {0};
	for (uint32_t turn = 0, longest = 0; turn < BIAS_TURNS; turn++) {
		uint32_t row = row_needed(&fresh);
		ck_assert_uint_eq(fresh.now, turn);
		ck_assert_uint_ge(row, longest * 32 + BIAS_FIRST);
		longest = row;
		bias_settle(&fresh, 8);
	}
	ck_assert_uint_eq(row_needed(&fresh), 0);
	bias_settle(&fresh, 8);
	ck_assert_uint_eq(fresh.now, BIAS_TURNS);
}
END_TEST

START_TEST(another_life_is_not_entered)
{
	struct bias_turn of_parent = {.owner = own_key()};
	ck_assert(bias_enter(&of_parent, own_key()));
	bias_leave(&of_parent);
	ck_assert(!bias_enter(&of_parent, own_key() - LIFE));
	ck_assert(!bias_enter(&of_parent, own_key() + 1));
	ck_assert_uint_eq(of_parent.inside, 0);
}
END_TEST

/* The last one: it is for good. */
START_TEST(forbidden_it_ends_and_never_begins)
{
	struct bias mine = {.turns = {{.owner = own_key()}}}, fresh = {0};
	ck_assert(bias_enter(bias_now(&mine), own_key()));
	bias_leave(bias_now(&mine));
	bias_forbid(&mine, own_key());
	ck_assert(!bias_enter(bias_now(&mine), own_key()));
	ck_assert_uint_eq(row_needed(&fresh), 0);
}
END_TEST

TCase *case_bias(void)
{
	TCase *tests = tcase_create("bias");
	tcase_set_timeout(tests, 120);
#ifndef __SANITIZE_THREAD__
	tcase_add_test(tests, without_asking_counts_get_lost);
#endif
	tcase_add_test(tests, no_count_is_lost);
	tcase_add_test(tests, an_owner_may_sleep);
	tcase_add_test(tests, an_owner_may_have_ended);
	tcase_add_test(tests, each_turn_needs_a_longer_row_until_there_are_no_more);
	tcase_add_test(tests, another_life_is_not_entered);
	tcase_add_test(tests, forbidden_it_ends_and_never_begins);
	return tests;
}
