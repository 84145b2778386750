/* SPDX-License-Identifier: MIT
 *
 * Who has a mutex, by its own fields.
 */
#include "mutexes.h"
#include "gate.h"
#include "system.h"

static int owner_of(uintptr_t latest)
{
	const pthread_mutex_t *mutex = mutexes_of(latest);
	const pthread_rwlock_t *rwlock = (const void *)mutex;
	if (mutexes_role(latest) == LATEST_RWLOCK)
		return __atomic_load_n(&rwlock->__data.__cur_writer, __ATOMIC_RELAXED);
	return __atomic_load_n(&mutex->__data.__owner, __ATOMIC_RELAXED);
}

bool mutexes_belongs_to(uintptr_t latest, int tid)
{
	return latest && system_can_read(mutexes_of(latest)) && owner_of(latest) == tid;
}

bool mutexes_was_taken(uintptr_t latest, int tid)
{
	const pthread_mutex_t *mutex = mutexes_of(latest);
	if (!system_can_read(mutex) ||
	    !__atomic_load_n(&mutex->__data.__lock, __ATOMIC_ACQUIRE))
		return false;
	int owner = owner_of(latest);
	return owner == tid || owner == 0;
}

/* As pthread_mutex_unlock(3) finds and leaves it on its way. */
bool mutexes_is_being_unlocked(uintptr_t latest, int tid)
{
	const pthread_mutex_t *mutex = mutexes_of(latest);
	return mutexes_was_taken(latest, tid) && (unsigned)mutex->__data.__lock <= 2 &&
	       mutex->__data.__count == 0 && (unsigned)mutex->__data.__nusers <= SLOTS &&
	       mutexes_is_plain(mutex);
}
