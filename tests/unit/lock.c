/* SPDX-License-Identifier: MIT
 *
 * core/lock.c: four threads, one counter, with holders that sleep so that waiters do.
 */
#include "core/lock.h"
#include "unit.h"

#include <pthread.h>
#include <sched.h>

enum { THREADS = 4, ROUNDS = 20000 };

static struct lock lock;
static long counter;

static void *count(void *unused)
{
	for (int i = 0; i < ROUNDS; i++) {
		lock_take(&lock);
		long now = counter;
		if (i % 64 == 0)
			sched_yield();
		counter = now + 1;
		lock_drop(&lock);
	}
	return unused;
}

START_TEST(no_count_is_lost)
{
	pthread_t threads[THREADS];
	for (int i = 0; i < THREADS; i++)
		ck_assert_int_eq(pthread_create(&threads[i], NULL, count, NULL), 0);
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	ck_assert_int_eq(counter, THREADS * ROUNDS);
	ck_assert_uint_eq(lock.held, 0);
	ck_assert_uint_eq(lock.waiters, 0);
}
END_TEST

TCase *case_lock(void)
{
	TCase *tests = tcase_create("lock");
	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, no_count_is_lost);
	return tests;
}
