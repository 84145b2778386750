/* SPDX-License-Identifier: MIT */
/*
 * Can anybody still wake it? A process of one thread that sleeps without a time limit on
 * a word that no other process can reach is woken by nobody but a signal handler of its
 * own. What a handler may do (post a semaphore, say) is given the benefit of the doubt;
 * taking or leaving a lock is not among it (signal-safety(7)).
 */
#include "stuck.h"

#include <stdio.h>
#include <string.h>

enum { INNERMOST = 8, LLL_CONTENDED = 2 };

/* What the innermost functions say that it does. */
enum act {
	ACT_UNKNOWN,
	ACT_LOCK,
	ACT_SEMAPHORE,
	ACT_PYTHON_LOCK,
	ACT_CONDITION,
	ACT_POOL, /* it handed work to helper threads of a library's */
};

/* Parts of functions' names; the first that fits any of the innermost frames counts. */
static const struct {
	const char *part;
	enum act act;
} acts[] = {
	{"PyThread_acquire_lock", ACT_PYTHON_LOCK},
	{"_PySemaphore_Wait", ACT_PYTHON_LOCK}, /* since 3.13 */
	{"PyMutex_Lock", ACT_PYTHON_LOCK},
	{"gomp_", ACT_POOL},
	{"GOMP_", ACT_POOL},
	{"sem_wait", ACT_SEMAPHORE},
	{"sem_clockwait", ACT_SEMAPHORE},
	{"pthread_cond_", ACT_CONDITION},
	{"pthread_barrier_", ACT_CONDITION},
	{"pthread_mutex_", ACT_LOCK},
	{"pthread_rwlock_", ACT_LOCK},
	{"pthread_spin_lock", ACT_LOCK},
	{"lll_lock_wait", ACT_LOCK},
	{"g_mutex_lock", ACT_LOCK},
	{"g_rec_mutex_lock", ACT_LOCK},
	{"g_rw_lock_", ACT_LOCK},
	{"__cxa_guard_acquire", ACT_LOCK},
	{"_IO_lock", ACT_LOCK},
	{"aio_suspend", ACT_POOL},
	{"lio_listio", ACT_POOL},
	{"gai_suspend", ACT_POOL},
	{"getaddrinfo_a", ACT_POOL},
};

static bool is_in(const struct stack *stack, const char *part)
{
	for (int i = 0; i < stack->count && i < INNERMOST; i++) {
		const char *name = stack->frames[i].function;
		if (name && strstr(name, part) && !strstr(name, "try") &&
		    !strstr(name, "unlock"))
			return true;
	}
	return false;
}

static enum act act_of(const struct stack *stack)
{
	for (size_t i = 0; i < sizeof acts / sizeof *acts; i++)
		if (is_in(stack, acts[i].part))
			return acts[i].act;
	return ACT_UNKNOWN;
}

/* The word of libc's own locks, and of mutexes: 2, while somebody waits. */
static bool looks_like_a_lock(const struct wait *wait)
{
	return wait->word == LLL_CONTENDED && wait->expected == LLL_CONTENDED;
}

static const char *owned_elsewhere(const struct lock *lock)
{
	static char text[128];
	snprintf(text, sizeof text,
		 "its owner, thread %d, does not exist in this process", lock->owner);
	return text;
}

static const char unheld[] =
	"no thread of this process holds it, so nobody can let go of it";

/* Of one thread, without any of the parent's. */
static const char *judge_alone(const struct wait *wait, const struct origin *origin,
			       const struct stack *stack)
{
	enum act act = act_of(stack);
	bool lost_threads = origin->was_forked == YES && origin->parent_has_threads;
	if (act == ACT_LOCK || (act == ACT_UNKNOWN && looks_like_a_lock(wait)))
		return unheld;
	if (act == ACT_PYTHON_LOCK && lost_threads)
		return "a lock of Python's that no thread of this process holds";
	if (lost_threads && !origin->catches_signals && act == ACT_POOL)
		return "its pool's threads are not in this process";
	if (lost_threads && !origin->catches_signals)
		return "the threads that would wake it are not in this process";
	return NULL;
}

static const char *judge_futex(const struct wait *wait, const struct lock *lock,
			       const struct origin *origin, const struct stack *stack)
{
	enum act act = act_of(stack);
	if (wait->has_timeout || !wait->in_private_memory)
		return NULL;
	if (lock->is_thread)
		return lock->is_owned ? NULL
				      : "the thread whose end it waits for does not "
					"exist in this process";
	if (!wait->is_private && !lock->is_robust)
		return NULL;
	if (lock->shape && lock->is_owned)
		return NULL; /* a deadlock, but not of the fork */
	if (lock->shape && (act == ACT_LOCK || stack->count == 0))
		return owned_elsewhere(lock);
	return wait->others ? judge_is_lock(wait, stack) ? unheld : NULL
			    : judge_alone(wait, origin, stack);
}

bool judge_is_lock(const struct wait *wait, const struct stack *stack)
{
	enum act act = act_of(stack);
	return act == ACT_LOCK || (act == ACT_UNKNOWN && looks_like_a_lock(wait));
}

const char *judge(const struct wait *wait, const struct lock *lock,
		  const struct origin *origin, const struct stack *stack)
{
	if (origin->shares_memory || origin->was_forked == NO || wait->threads.count > 1)
		return NULL;
	if (wait->how == WAITS_ON_FUTEX)
		return judge_futex(wait, lock, origin, stack);
	if (wait->how == SPINS && act_of(stack) == ACT_LOCK)
		return "it spins on a lock that no thread of this process holds";
	return NULL;
}
