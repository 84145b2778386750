/* SPDX-License-Identifier: MIT
 *
 * What a thread waits for, told in one word of its slot: a mutex or rwlock that it is
 * about to take, or the mutex that it gets back when its wait for a condition is over.
 * Only the public fields of glibc's types are read (pthreadtypes.h), and only where the
 * memory is still there. Safe anywhere.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum { WAITS_MUTEX = 0, WAITS_RWLOCK = 1, WAITS_CONDITION = 2, WAITS_MASK = 3 };

static inline bool mutexes_is_condition(uintptr_t waits)
{
	return (waits & WAITS_MASK) == WAITS_CONDITION;
}

/* True when the thread with this number has what is waited for; 0 is none. */
bool mutexes_belongs_to(uintptr_t waits, int tid);

/* The same, or nobody can be told yet to have it, though it is taken. */
bool mutexes_was_taken(uintptr_t waits, int tid);
