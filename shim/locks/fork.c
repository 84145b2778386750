/* SPDX-License-Identifier: MIT
 *
 * Closing the gate, and waiting until all others are outside. A stay that outlasts the
 * bound is told of, and not waited for again.
 */
#include "fork.h"
#include "inside.h"
#include "slots.h"
#include "start.h"
#include "system.h"
#include "tell.h"
#include "warn.h"

#include <string.h>

enum { SPINS = 100, YIELDS = 30, NAP = 20 * MICROSECOND, LOOKS_PER_CHECK = 16 };

struct wait {
	const struct slot *own;
	int64_t started, now; /* 0: has not begun */
	unsigned looks;
};

/* So that whoever has not seen the gate closed is seen by us. */
static void barrier(void)
{
	atomic_thread_fence(memory_order_seq_cst);
	if (gate_needs_fences || system_membarrier(MEMBARRIER_CMD_PRIVATE_EXPEDITED))
		return;
	if (!system_membarrier(MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED) ||
	    !system_membarrier(MEMBARRIER_CMD_PRIVATE_EXPEDITED))
		gate_needs_fences = atomic_fetch_or(&gate->closed, FENCED) | FENCED;
}

static void pause_for(struct wait *wait)
{
	if (++wait->looks < SPINS)
		processor_pause();
	else if (wait->looks < SPINS + YIELDS)
		system_yield();
	else
		system_wait(&gate->never, 0, NAP);
}

static bool is_over(struct wait *wait, int64_t bound)
{
	wait->now = system_now();
	if (!wait->started)
		wait->started = wait->now;
	return wait->now - wait->started >= bound;
}

/* A call that does little but wait is no news. */
static void give_up(struct slot *slot, const struct wait *wait, bool is_short)
{
	struct presence presence = inside(slot, wait->own);
	inside_give_up(slot);
	if (!is_short)
		tell_given_up(&presence, wait->now - wait->started);
}

/* Many a stay is over in less than the time that a look at the clock takes. */
static void wait_for(struct slot *slot, struct wait *wait)
{
	for (unsigned looks = 0; inside(slot, wait->own).why; looks++) {
		if (looks % LOOKS_PER_CHECK == LOOKS_PER_CHECK - 1) {
			int64_t most = locks_settings()->bound;
			int64_t bound = inside_bound(slot, most);
			slot_take_back_dead(slot);
			if (is_over(wait, bound) && inside(slot, wait->own).why)
				give_up(slot, wait, bound < most);
		}
		pause_for(wait);
	}
}

void fork_close(void)
{
	struct slot *own = gate_has_threads() ? slot_own(NULL) : NULL;
	if (!own)
		return;
	if (locks_settings()->warns) {
		warn_before_fork(own);
		return;
	}
	own->forks++;
	atomic_fetch_add(&gate->closed, 1);
	barrier();
	struct wait wait = {.own = own};
	for (uint32_t i = 0, count = slots_used(); i < count; i++)
		if (&gate->slots[i] != own)
			wait_for(&gate->slots[i], &wait);
}

void fork_open(void)
{
	struct slot *own = gate_slot;
	if (!own || own->owner != gate_self() || !own->forks)
		return;
	own->forks--;
	atomic_fetch_sub(&gate->closed, 1);
	if (atomic_load(&gate->waiting))
		system_wake_all(&gate->closed);
}

void fork_forget(void)
{
	struct gate *own = gate;
	if (own)
		memset(own, 0,
		       offsetof(struct gate, slots) + slots_used() * sizeof *own->slots);
}
