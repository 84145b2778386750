/* SPDX-License-Identifier: MIT
 *
 * Mutexes and rwlocks of the program and its libraries, for FORKSEED_LOCKS=heal,mutexes:
 * a thread is inside while it holds one. Taken by libc's own code they don't pass here.
 */
#include "next.h"

#include "hold.h"

#include <errno.h>

/* A result that comes with the mutex: of a robust one whose owner died, too. */
static inline bool is_taken(int result)
{
	return result == 0 || result == EOWNERDEAD;
}

/* The rare way is a function of its own: saving registers for it is not to cost the
 * other. */
#define TAKE_RARE(role, name, parameters, arguments)                                     \
	static __attribute__((noinline)) int name##_rarely parameters                    \
	{                                                                                \
		struct slot *slot = hold_begin((uintptr_t)m | (role));                   \
		int result = next.name arguments;                                        \
		hold_end(slot, is_taken(result));                                        \
		return result;                                                           \
	}
#define DROP_RARE(name, parameters)                                                      \
	static __attribute__((noinline)) int name##_rarely parameters                    \
	{                                                                                \
		hold_ready();                                                            \
		int result = next.name(m);                                               \
		if (likely(result == 0))                                                 \
			hold_drop();                                                     \
		return result;                                                           \
	}
#define OUTER(name, parameters, arguments)                                               \
	int name parameters                                                              \
	{                                                                                \
		if (likely(!hold_wanted))                                                \
			jump next.name arguments;                                        \
		jump name##_rarely arguments;                                            \
	}
#define MUTEX(name, parameters, arguments)                                               \
	TAKE_RARE(LATEST_MUTEX, name, parameters, arguments)                             \
	OUTER(name, parameters, arguments)
#define RWLOCK(name, parameters, arguments)                                              \
	TAKE_RARE(LATEST_RWLOCK, name, parameters, arguments)                            \
	OUTER(name, parameters, arguments)
#define DROP(name, parameters)                                                           \
	DROP_RARE(name, parameters)                                                      \
	OUTER(name, parameters, (m))
typedef pthread_mutex_t mutex;
typedef pthread_rwlock_t rwlock;
typedef const struct timespec until;

/* clang-format off */
MUTEX(pthread_mutex_trylock, (mutex *m), (m))
MUTEX(pthread_mutex_timedlock, (mutex *restrict m, until *restrict t), (m, t))
MUTEX(pthread_mutex_clocklock, (mutex *restrict m, clockid_t c, until *restrict t), (m, c, t))
RWLOCK(pthread_rwlock_rdlock, (rwlock *m), (m))
RWLOCK(pthread_rwlock_tryrdlock, (rwlock *m), (m))
RWLOCK(pthread_rwlock_timedrdlock, (rwlock *restrict m, until *restrict t), (m, t))
RWLOCK(pthread_rwlock_clockrdlock, (rwlock *restrict m, clockid_t c, until *restrict t), (m, c, t))
RWLOCK(pthread_rwlock_wrlock, (rwlock *m), (m))
RWLOCK(pthread_rwlock_trywrlock, (rwlock *m), (m))
RWLOCK(pthread_rwlock_timedwrlock, (rwlock *restrict m, until *restrict t), (m, t))
RWLOCK(pthread_rwlock_clockwrlock, (rwlock *restrict m, clockid_t c, until *restrict t), (m, c, t))
DROP(pthread_rwlock_unlock, (rwlock *m))
MUTEX(mtx_lock, (mtx_t *m), (m))
MUTEX(mtx_trylock, (mtx_t *m), (m))
MUTEX(mtx_timedlock, (mtx_t *restrict m, until *restrict t), (m, t))
DROP(mtx_unlock, (mtx_t *m))
/* clang-format on */

/* What nearly all calls are: nothing of ours is done after libc's part, and no branch on
 * the way is taken, each of which would cost as much as the rest (bench/ has the floor).
 */
#define straight __attribute__((aligned(64)))

TAKE_RARE(LATEST_MUTEX, pthread_mutex_lock, (mutex * m), (m))

static __attribute__((noinline)) int lock_at_door(mutex *m)
{
	hold_pass_door(gate_slot);
	return next.pthread_mutex_lock(m);
}

straight int pthread_mutex_lock(mutex *m)
{
	if (unlikely(!hold_wanted))
		jump next.pthread_mutex_lock(m);
	struct slot *slot = gate_slot;
	if (unlikely(!slot) || unlikely(!mutexes_is_plain(m)))
		jump pthread_mutex_lock_rarely(m);
	hold_add(slot, (uintptr_t)m | LATEST_MUTEX);
	if (!gate_is_open())
		jump lock_at_door(m);
	jump next.pthread_mutex_lock(m);
}

DROP_RARE(pthread_mutex_unlock, (mutex * m))

straight int pthread_mutex_unlock(mutex *m)
{
	if (unlikely(!hold_wanted))
		jump next.pthread_mutex_unlock(m);
	struct slot *slot = gate_slot;
	if (unlikely(!slot) || unlikely(!mutexes_is_plain(m)) ||
	    !hold_drop_early(slot, (uintptr_t)m))
		jump pthread_mutex_unlock_rarely(m);
	jump next.pthread_mutex_unlock(m);
}

/* Names that older libraries were linked with. */
#define ALSO(name)                                                                       \
	extern __typeof__(name) __##name __attribute__((alias(#name), nothrow, leaf))
ALSO(pthread_mutex_lock);
ALSO(pthread_mutex_trylock);
ALSO(pthread_mutex_unlock);
ALSO(pthread_rwlock_rdlock);
ALSO(pthread_rwlock_tryrdlock);
ALSO(pthread_rwlock_wrlock);
ALSO(pthread_rwlock_trywrlock);
ALSO(pthread_rwlock_unlock);
