/* SPDX-License-Identifier: MIT
 *
 * Two counters, each of which looks at the other after it has counted itself.
 */
#include "gate.h"
#include "core/lineage.h"
#include "filter.h"
#include "system.h"

enum { PATIENCE = 2000 }; /* turns */

static void pause_a_turn(void)
{
	if (filter_is_on())
		processor_pause();
	else
		raw_syscall(SYS_sched_yield, 0, 0, 0, 0);
}

void gate_enter(void)
{
	struct lineage_page *page = lineage_page;
	atomic_fetch_add(&page->opening, 1);
	for (int turn = 0; atomic_load(&page->forking) && turn < PATIENCE; turn++) {
		atomic_fetch_sub(&page->opening, 1);
		pause_a_turn();
		atomic_fetch_add(&page->opening, 1);
	}
}

/* A handler may have forked in between, and this be the child. */
static void leave(_Atomic uint32_t *count)
{
	uint32_t now = atomic_load(count);
	while (now && !atomic_compare_exchange_weak(count, &now, now - 1))
		continue;
}

void gate_leave(void)
{
	leave(&lineage_page->opening);
}

void gate_close(void)
{
	struct lineage_page *page = lineage_page;
	atomic_fetch_add(&page->forking, 1);
	for (int turn = 0; atomic_load(&page->opening) && turn < PATIENCE; turn++)
		pause_a_turn();
}

void gate_open(void)
{
	leave(&lineage_page->forking);
}
