/* SPDX-License-Identifier: MIT
 *
 * Waiting for a lock of the wiped page: first at growing distances, so that the holder
 * can draw many times before the cache line is taken from it, then asleep. Sleeping, not
 * yielding, lets a holder of lower real-time priority finish.
 */
#include "lock.h"

#include PROCESSOR_FILE

#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>

enum { FIRST_PAUSES = 64, MOST_PAUSES = 2048, NAP_NANOSECONDS = 1000000 };

static int try_take(struct lock *lock)
{
	uint32_t free = 0;
	return atomic_load_explicit(&lock->held, memory_order_relaxed) == 0 &&
	       atomic_compare_exchange_strong_explicit(
		       &lock->held, &free, 1, memory_order_acquire, memory_order_relaxed);
}

far_away void lock_wait(struct lock *lock)
{
	for (int pauses = FIRST_PAUSES; pauses <= MOST_PAUSES; pauses *= 2) {
		for (int i = 0; i < pauses; i++)
			processor_pause();
		if (try_take(lock))
			return;
	}
	const struct timespec nap = {.tv_nsec = NAP_NANOSECONDS};
	atomic_fetch_add(&lock->waiters, 1);
	while (!try_take(lock))
		raw_syscall(SYS_futex, (long)&lock->held, FUTEX_WAIT_PRIVATE, 1,
			    (long)&nap);
	/* A fork inside the nap has wiped the count: it must not wrap below zero. */
	uint32_t count = atomic_load(&lock->waiters);
	while (count != 0 &&
	       !atomic_compare_exchange_weak(&lock->waiters, &count, count - 1))
		;
}

far_away void lock_wake(struct lock *lock)
{
	raw_syscall(SYS_futex, (long)&lock->held, FUTEX_WAKE_PRIVATE, 1, 0);
}
