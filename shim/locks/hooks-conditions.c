/* SPDX-License-Identifier: MIT
 *
 * Waits for a condition: meanwhile a thread has one mutex less. A cancelled thread gets
 * it back before its own cleanup handlers run, so ours counts it: libc's kind of handler
 * that needs no landing pad, hence no language runtime.
 */
#include "next.h"

#include "hold.h"

/* What pthread_cleanup_push(3) calls moved into libc with glibc 2.34: as found. */
#define __pthread_register_cancel (*next.__pthread_register_cancel)
#define __pthread_unregister_cancel (*next.__pthread_unregister_cancel)
#define __pthread_unwind_next (*next.__pthread_unwind_next)

/* Apart, for setjmp(3) lies between its variables and ours. */
static __attribute__((noinline)) struct slot *let_go(const void *mutex)
{
	hold_ready();
	return hold_let_go((uintptr_t)mutex);
}

static void take_back(void *slot)
{
	hold_take_back(slot);
}

#define WAIT(name, parameters, arguments)                                                \
	int name parameters                                                              \
	{                                                                                \
		int result;                                                              \
		struct slot *slot = let_go(m);                                           \
		if (!slot)                                                               \
			return next.name arguments;                                      \
		pthread_cleanup_push(take_back, slot);                                   \
		result = next.name arguments;                                            \
		pthread_cleanup_pop(1);                                                  \
		return result;                                                           \
	}
typedef pthread_cond_t condition;
typedef pthread_mutex_t mutex;
typedef const struct timespec until;

/* clang-format off */
WAIT(pthread_cond_wait, (condition *restrict c, mutex *restrict m), (c, m))
WAIT(pthread_cond_timedwait, (condition *restrict c, mutex *restrict m, until *restrict t), (c, m, t))
WAIT(pthread_cond_clockwait, (condition *restrict c, mutex *restrict m, clockid_t k, until *restrict t), (c, m, k, t))
WAIT(cnd_wait, (cnd_t *c, mtx_t *m), (c, m))
WAIT(cnd_timedwait, (cnd_t *restrict c, mtx_t *restrict m, until *restrict t), (c, m, t))
/* clang-format on */
