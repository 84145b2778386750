/* SPDX-License-Identifier: MIT
 *
 * Taking the mutexes of those who wait, and giving them back: in the parent and in the
 * child, which may be one memory. So who finds the mark gives it back, and the parent
 * wakes whoever sleeps.
 */
#include "block.h"
#include "mutexes.h"
#include "slots.h"
#include "system.h"

enum { MOST = 30, FREE = 0, TAKEN = 1, CONTENDED = 2 };

/* In mutex.__owner, with this thread's number: no thread has it. */
enum { MARK = 0x40000000 };

static __thread struct {
	int mark;
	unsigned count;
	pthread_mutex_t *mutexes[MOST];
} blocked __attribute__((tls_model("initial-exec")));

/* Neither robust, nor with a protocol, nor shared between processes; elision is nothing
 * to us. */
static bool is_simple(const pthread_mutex_t *mutex)
{
	enum { TYPE = 3, ELISION = 0x300 };
	return !(mutex->__data.__kind & ~(TYPE | ELISION));
}

static bool is_blocked(const pthread_mutex_t *mutex)
{
	for (unsigned i = 0; i < blocked.count; i++)
		if (blocked.mutexes[i] == mutex)
			return true;
	return false;
}

static bool take(pthread_mutex_t *mutex)
{
	int nobody = FREE;
	if (!__atomic_compare_exchange_n(&mutex->__data.__lock, &nobody, TAKEN, false,
					 __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
		return false;
	__atomic_store_n(&mutex->__data.__owner, blocked.mark, __ATOMIC_RELAXED);
	blocked.mutexes[blocked.count++] = mutex;
	return true;
}

/* The forking thread's own is out of their reach already. */
static bool block(pthread_mutex_t *mutex, const struct slot *own)
{
	if (is_blocked(mutex) || blocked.count == MOST || !system_can_read(mutex) ||
	    !is_simple(mutex))
		return true;
	return take(mutex) || mutexes_belongs_to((uintptr_t)mutex, own->tid);
}

static bool block_each(const struct slot *own)
{
	for (uint32_t i = 0, count = slots_used(); i < count; i++) {
		uintptr_t latest = gate->slots[i].latest;
		if (mutexes_role(latest) == LATEST_CONDITION &&
		    !block(mutexes_of(latest), own))
			return false;
	}
	return true;
}

/* A thread whose wait is over stays until we are through: its mutex lasts that long. */
bool block_waiters(const struct slot *own)
{
	blocked.mark = MARK | own->tid;
	atomic_fetch_add(&gate->blocks, 1);
	bool all = block_each(own);
	atomic_fetch_sub(&gate->blocks, 1);
	return all;
}

static void give_back(pthread_mutex_t *mutex)
{
	int mark = blocked.mark, before = CONTENDED;
	if (__atomic_compare_exchange_n(&mutex->__data.__owner, &mark, 0, false,
					__ATOMIC_RELAXED, __ATOMIC_RELAXED))
		before = __atomic_exchange_n(&mutex->__data.__lock, FREE,
					     __ATOMIC_RELEASE);
	if (before == CONTENDED)
		system_wake_one(&mutex->__data.__lock);
}

void block_spare(const pthread_mutex_t *mutex)
{
	for (unsigned i = 0; i < blocked.count; i++)
		if (blocked.mutexes[i] == mutex) {
			give_back(blocked.mutexes[i]);
			blocked.mutexes[i] = blocked.mutexes[--blocked.count];
		}
}

void block_end(void)
{
	while (blocked.count)
		give_back(blocked.mutexes[--blocked.count]);
}
