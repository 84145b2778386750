/* SPDX-License-Identifier: MIT
 *
 * A thread's latest mutex or rwlock, told in one word of its slot: it is about to take
 * it, or has; it waits for a condition, and gets the mutex back when that is over; or it
 * is about to let go of it, or has. Only the public fields of glibc's types are looked at
 * (bits/struct_mutex.h), and by the kernel, since the memory may be gone. Safe anywhere.
 */
#pragma once

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

enum {
	LATEST_MUTEX = 0,
	LATEST_RWLOCK = 1,
	LATEST_CONDITION = 2,
	LATEST_UNLOCKED = 3,
	LATEST_MASK = 3
};

static inline int mutexes_role(uintptr_t latest)
{
	return (int)(latest & LATEST_MASK);
}

static inline pthread_mutex_t *mutexes_of(uintptr_t latest)
{
	return (pthread_mutex_t *)(latest & ~(uintptr_t)LATEST_MASK);
}

/* Of type normal, neither robust nor with a protocol: taking it and letting go of it
 * can't fail. Other bits tell of sharing and elision. */
static inline bool mutexes_is_plain(const pthread_mutex_t *mutex)
{
	enum { TYPE_ROBUST_OR_PROTOCOL = 0x7f };
	return !(mutex->__data.__kind & TYPE_ROBUST_OR_PROTOCOL);
}

/* True when the thread with this number has it. */
bool mutexes_belongs_to(uintptr_t latest, int tid);

/* The same, or nobody can be told yet to have it, though it is taken. */
bool mutexes_was_taken(uintptr_t latest, int tid);

/* The same of a plain one, whose memory may be something else by now. */
bool mutexes_is_being_unlocked(uintptr_t latest, int tid);
