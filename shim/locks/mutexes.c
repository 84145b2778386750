/* SPDX-License-Identifier: MIT
 *
 * Who has a mutex, by its own fields.
 */
#include "mutexes.h"
#include "system.h"

#include <pthread.h>

static const pthread_mutex_t *mutex_of(uintptr_t waits)
{
	return (const pthread_mutex_t *)(waits & ~(uintptr_t)WAITS_MASK);
}

static int owner_of(uintptr_t waits)
{
	const pthread_mutex_t *mutex = mutex_of(waits);
	const pthread_rwlock_t *rwlock = (const void *)mutex;
	if ((waits & WAITS_MASK) == WAITS_RWLOCK)
		return __atomic_load_n(&rwlock->__data.__cur_writer, __ATOMIC_RELAXED);
	return __atomic_load_n(&mutex->__data.__owner, __ATOMIC_RELAXED);
}

bool mutexes_belongs_to(uintptr_t waits, int tid)
{
	return tid && system_can_read(mutex_of(waits)) && owner_of(waits) == tid;
}

bool mutexes_was_taken(uintptr_t waits, int tid)
{
	const pthread_mutex_t *mutex = mutex_of(waits);
	if (!tid || !system_can_read(mutex) ||
	    !__atomic_load_n(&mutex->__data.__lock, __ATOMIC_ACQUIRE))
		return false;
	int owner = owner_of(waits);
	return owner == tid || owner == 0;
}
