/* SPDX-License-Identifier: MIT
 *
 * The name is remembered in the page that is wiped in a child (core/lineage.h), and once
 * more beside it, where a child finds its parent's.
 */
#include "process.h"
#include "core/lineage.h"
#include "filter.h"
#include "shared.h"
#include "system.h"

static _Atomic uint64_t last_known;

static uint64_t name(uint32_t space, long pid)
{
	return (uint64_t)space << 32 | (uint32_t)pid;
}

/* The first process of a pid namespace has no parent there. So has the tree's own first
 * process in a container, which is where all the others are. */
static bool begins_space(void)
{
	return !filter_is_on() && lineage_epoch() != ROOT &&
	       raw_syscall(SYS_getppid, 0, 0, 0, 0) == 0;
}

static uint64_t ask(void)
{
	uint32_t space = begins_space() ? shared_number() : process_space(last_known);
	return name(space, system_getpid());
}

/* The first of several threads says it. 0: a signal handler forked in the middle, and
 * this is the child. */
static uint64_t named(void)
{
	_Atomic uint64_t *own = &lineage_page->process;
	uint64_t epoch = lineage_epoch(), found = ask(), nobody = 0;
	if (!atomic_compare_exchange_strong(own, &nobody, found))
		return nobody;
	bool is_still = lineage_epoch() == epoch;
	if (!is_still)
		atomic_store(own, 0);
	return is_still ? found : 0;
}

/* Whoever forks next has it beside the page as well, whichever thread found it. */
uint64_t process_self(void)
{
	uint64_t known = lineage_page->process;
	while (!known)
		known = named();
	if (last_known != known)
		last_known = known;
	return known;
}

uint64_t process_if_known(void)
{
	return lineage_page->process;
}

uint64_t process_parent(void)
{
	uint64_t known = lineage_page->process;
	return known ? name(process_space(known), raw_syscall(SYS_getppid, 0, 0, 0, 0))
		     : last_known;
}

bool process_is_vfork_child(void)
{
	uint64_t known = lineage_page->process;
	return !filter_is_on() && known && process_pid(known) != system_getpid();
}
