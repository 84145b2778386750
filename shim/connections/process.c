/* SPDX-License-Identifier: MIT
 *
 * A pid that is remembered together with the process it belongs to (core/lineage.h): a
 * child finds its parent's.
 */
#include "process.h"
#include "core/lineage.h"
#include "filter.h"
#include "system.h"

static _Atomic int own_pid;
static _Atomic uint64_t own_pid_epoch;

int process_self(void)
{
	uint64_t epoch = lineage_epoch();
	if (own_pid_epoch != epoch) {
		own_pid = system_getpid();
		own_pid_epoch = epoch;
	}
	return own_pid;
}

int process_if_known(void)
{
	return own_pid_epoch == lineage_epoch() ? own_pid : 0;
}

int process_parent(void)
{
	return own_pid_epoch == lineage_epoch()
		       ? (int)raw_syscall(SYS_getppid, 0, 0, 0, 0)
		       : own_pid;
}

bool process_is_vfork_child(void)
{
	return !filter_is_on() && own_pid_epoch == lineage_epoch() &&
	       own_pid != system_getpid();
}
