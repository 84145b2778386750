/* SPDX-License-Identifier: MIT
 *
 * A small lock for the wiped page: every kind of child finds it free, whoever held it in
 * the parent, because the kernel zeroes the page. Taken only when a process has several
 * threads. Not recursive: a signal handler that draws inside a draw waits for ever, as in
 * libc.
 */
#pragma once

#include "compiler.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct lock {
	_Atomic uint32_t held;    /* 0 or 1; waiters sleep on it (futex(2)) */
	_Atomic uint32_t waiters; /* how many sleep, or are about to */
};

/* The slow halves of those below; errno is kept. */
void lock_wait(struct lock *lock);
void lock_wake(struct lock *lock);

static inline bool lock_try(struct lock *lock)
{
	uint32_t free = 0;
	return atomic_compare_exchange_strong_explicit(
		&lock->held, &free, 1, memory_order_acquire, memory_order_relaxed);
}

static inline void lock_take(struct lock *lock)
{
	if (unlikely(!lock_try(lock)))
		lock_wait(lock);
}

/* A plain store releases: half the price of an atomic exchange. The price is that a
 * waiter that arrives between the two lines may miss its wake-up, so waiters sleep at
 * most 1 ms. */
static inline void lock_drop(struct lock *lock)
{
	atomic_store_explicit(&lock->held, 0, memory_order_release);
	if (unlikely(atomic_load_explicit(&lock->waiters, memory_order_relaxed)))
		lock_wake(lock);
}
