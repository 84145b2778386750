/* SPDX-License-Identifier: MIT */
/*
 * Processes of several threads. When all of them sleep without a time limit, each on a
 * word that no other process can reach or until another one of them ends, nobody wakes
 * any of them but a signal handler. One that holds a lock which another waits for may be
 * among them: that is a deadlock, and not the fork's. So it must be a lock that tells its
 * owner, or one of libc's own, under which nobody waits for anything else.
 */
#include "stuck.h"

#include <time.h>

enum { APART_MS = 100 };

/* Or until a thread ends (pthread_join(3)), whose word glibc 2.43 no longer makes its id,
 * or for a robust mutex: these say that the word may be shared, but where it lies says it
 * is not.
 */
static bool waits_for_ever(const struct wait *wait)
{
	return wait->how == WAITS_ON_FUTEX && !wait->has_timeout &&
	       wait->in_private_memory;
}

/* The sum of all threads' sleeps, or -1 when one doesn't wait for ever. */
static long all_wait(const struct threads *threads, int pid)
{
	struct wait wait;
	long sum = 0;
	for (int i = 0; i < threads->count; i++) {
		/* one that sleeps has done so once at least */
		long sleeps = (long)status_number(pid, threads->list[i],
						  "voluntary_ctxt_switches:", 10);
		if (!sleeps || !wait_read_thread(&wait, pid, threads->list[i]) ||
		    !waits_for_ever(&wait))
			return -1;
		sum += sleeps;
	}
	return sum;
}

/* Where there is no stack, the owner must be a thread of the parent's. */
static bool is_orphan(const struct wait *wait, Dwfl *objects)
{
	struct lock lock = lock_of(wait, objects);
	struct threads parents;
	if (lock.is_owned || lock.is_thread || !(lock.shape || lock.is_libcs))
		return lock.is_thread && !lock.is_owned;
	struct stack stack = stack_of(wait->pid, wait->tid, objects);
	if (stack.count > 0)
		return judge_is_lock(wait, &stack);
	threads_read(&parents, origin_of(wait->pid).parent);
	return lock.shape && threads_have(&parents, lock.owner);
}

/* From here on it counts as alone: the others can do nothing for it. */
bool several_wait(struct wait *found, int pid, Dwfl *objects)
{
	const struct timespec pause = {0, APART_MS * 1000000L};
	struct threads threads;
	struct wait wait;
	threads_read(&threads, pid);
	long before = threads.count < MOST_THREADS ? all_wait(&threads, pid) : -1;
	nanosleep(&pause, NULL);
	if (before < 0 || all_wait(&threads, pid) != before)
		return false;
	for (int i = 0; i < threads.count; i++)
		if (wait_read_thread(&wait, pid, threads.list[i]) &&
		    waits_for_ever(&wait) && is_orphan(&wait, objects)) {
			*found = wait;
			found->threads.count = 1;
			found->others = threads.count - 1;
			return true;
		}
	return false;
}
