/* SPDX-License-Identifier: MIT */
/* What the gate around mutexes can't go below. least-gate.so: the least that lets a fork
 * wait until no other thread holds one: a thread counts, looks whether a fork has closed
 * the gate, and goes on; afterwards it counts back. No fork of this object's ever closes
 * it. jumps.so (-DJUMPS) only goes on: what it costs that a function is in front. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdint.h>

typedef int function(pthread_mutex_t *mutex);

static function *next_lock, *next_unlock;
static __thread volatile uint32_t held __attribute__((tls_model("initial-exec"), unused));
static volatile uint32_t closed = 1; /* until the next functions are found */

#ifdef JUMPS
enum { COUNTS = 0 };
#else
enum { COUNTS = 1 };
#endif

__attribute__((constructor)) static void find(void)
{
	next_lock = (function *)dlsym(RTLD_NEXT, "pthread_mutex_lock");
	next_unlock = (function *)dlsym(RTLD_NEXT, "pthread_mutex_unlock");
	closed = 0;
}

static __attribute__((noinline)) int find_and_lock(pthread_mutex_t *mutex)
{
	find();
	return next_lock(mutex);
}

int pthread_mutex_lock(pthread_mutex_t *mutex)
{
	if (COUNTS)
		held = held + 1;
	if (__builtin_expect(COUNTS ? closed : !next_lock, 0))
		return find_and_lock(mutex);
	return next_lock(mutex);
}

int pthread_mutex_unlock(pthread_mutex_t *mutex)
{
	if (COUNTS)
		held = held - 1;
	return next_unlock(mutex);
}
