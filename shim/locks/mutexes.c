/* SPDX-License-Identifier: MIT
 *
 * Who has a mutex, by its own fields.
 */
#include "mutexes.h"
#include "system.h"

/* The thread that has it, or the one that writes. */
static const void *owner_of(uintptr_t latest)
{
	const pthread_mutex_t *mutex = mutexes_of(latest);
	const pthread_rwlock_t *rwlock = (const void *)mutex;
	return mutexes_role(latest) == LATEST_RWLOCK
		       ? (const void *)&rwlock->__data.__cur_writer
		       : (const void *)&mutex->__data.__owner;
}

static bool is(const void *word, int value)
{
	return system_word(word, (uint32_t)value) == WORD_IS;
}

bool mutexes_belongs_to(uintptr_t latest, int tid)
{
	return latest && is(owner_of(latest), tid);
}

bool mutexes_was_taken(uintptr_t latest, int tid)
{
	const pthread_mutex_t *mutex = mutexes_of(latest);
	const void *owner = owner_of(latest);
	return system_word(&mutex->__data.__lock, 0) == WORD_IS_NOT &&
	       (is(owner, tid) || is(owner, 0));
}

/* In any form: shared, and with elision asked for or declined, which
 * pthread_mutexattr_settype(3) does for PTHREAD_MUTEX_NORMAL. */
static bool is_plain_kind(const void *kind)
{
	enum { SHARED = 0x80, ELISION = 0x300 };
	for (int form = 0; form <= (ELISION | SHARED); form += SHARED)
		if (is(kind, form))
			return true;
	return false;
}

/* As pthread_mutex_unlock(3) finds and leaves it on its way: else the memory is something
 * else's by now. */
bool mutexes_is_being_unlocked(uintptr_t latest, int tid)
{
	enum { TAKEN = 1, CONTENDED = 2 };
	const pthread_mutex_t *mutex = mutexes_of(latest);
	const void *lock = &mutex->__data.__lock;
	return mutexes_was_taken(latest, tid) &&
	       (is(lock, TAKEN) || is(lock, CONTENDED)) &&
	       is(&mutex->__data.__count, 0) && is_plain_kind(&mutex->__data.__kind);
}
