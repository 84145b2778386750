/* SPDX-License-Identifier: MIT
 *
 * A lock that a child finds free, whoever held it at the fork: it knows its process.
 */
#include "looking.h"
#include "core/lineage.h"
#include "system.h"

#include <pthread.h>

enum { PATIENCE = 10000 }; /* turns of waiting for another thread's look */

static _Atomic uint64_t looking_process; /* its epoch, while it looks */
static _Atomic uintptr_t looking_thread;

bool looking_begin(void)
{
	uint64_t own = lineage_epoch();
	for (int turn = 0; turn < PATIENCE; turn++) {
		uint64_t holder = looking_process;
		if (holder != own &&
		    atomic_compare_exchange_strong(&looking_process, &holder, own)) {
			looking_thread = (uintptr_t)pthread_self();
			return true;
		}
		if (looking_thread == (uintptr_t)pthread_self())
			return false;
		raw_syscall(SYS_sched_yield, 0, 0, 0, 0);
	}
	return false;
}

void looking_end(void)
{
	looking_thread = 0;
	looking_process = 0;
}
