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

#define TAKE(kind, type, name, parameters, arguments)                                    \
	int name parameters                                                              \
	{                                                                                \
		if (likely(!hold_wanted))                                                \
			return next.name arguments;                                      \
		struct slot *slot = hold_begin((uintptr_t)m | (kind));                   \
		int result = next.name arguments;                                        \
		hold_end(slot, is_taken(result));                                        \
		return result;                                                           \
	}
#define DROP(name, type)                                                                 \
	int name(type *m)                                                                \
	{                                                                                \
		if (likely(!hold_wanted))                                                \
			return next.name(m);                                             \
		hold_ready();                                                            \
		int result = next.name(m);                                               \
		if (likely(result == 0))                                                 \
			hold_drop();                                                     \
		return result;                                                           \
	}
#define MUTEX(name, parameters, arguments)                                               \
	TAKE(WAITS_MUTEX, pthread_mutex_t, name, parameters, arguments)
#define RWLOCK(name, parameters, arguments)                                              \
	TAKE(WAITS_RWLOCK, pthread_rwlock_t, name, parameters, arguments)
typedef pthread_mutex_t mutex;
typedef pthread_rwlock_t rwlock;
typedef const struct timespec until;

/* clang-format off */
MUTEX(pthread_mutex_lock, (mutex *m), (m))
MUTEX(pthread_mutex_trylock, (mutex *m), (m))
MUTEX(pthread_mutex_timedlock, (mutex *restrict m, until *restrict t), (m, t))
MUTEX(pthread_mutex_clocklock, (mutex *restrict m, clockid_t c, until *restrict t), (m, c, t))
DROP(pthread_mutex_unlock, mutex)
RWLOCK(pthread_rwlock_rdlock, (rwlock *m), (m))
RWLOCK(pthread_rwlock_tryrdlock, (rwlock *m), (m))
RWLOCK(pthread_rwlock_timedrdlock, (rwlock *restrict m, until *restrict t), (m, t))
RWLOCK(pthread_rwlock_clockrdlock, (rwlock *restrict m, clockid_t c, until *restrict t), (m, c, t))
RWLOCK(pthread_rwlock_wrlock, (rwlock *m), (m))
RWLOCK(pthread_rwlock_trywrlock, (rwlock *m), (m))
RWLOCK(pthread_rwlock_timedwrlock, (rwlock *restrict m, until *restrict t), (m, t))
RWLOCK(pthread_rwlock_clockwrlock, (rwlock *restrict m, clockid_t c, until *restrict t), (m, c, t))
DROP(pthread_rwlock_unlock, rwlock)
MUTEX(mtx_lock, (mtx_t *m), (m))
MUTEX(mtx_trylock, (mtx_t *m), (m))
MUTEX(mtx_timedlock, (mtx_t *restrict m, until *restrict t), (m, t))
DROP(mtx_unlock, mtx_t)
/* clang-format on */

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
