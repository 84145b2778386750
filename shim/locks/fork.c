/* SPDX-License-Identifier: MIT
 *
 * Closing the gate, and waiting until all others are outside. A stay that outlasts the
 * bound is told of, and not waited for again.
 */
#include "fork.h"
#include "block.h"
#include "inside.h"
#include "mutexes.h"
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
	if (locks_always_look || system_membarrier(MEMBARRIER_CMD_PRIVATE_EXPEDITED))
		return;
	if (!system_membarrier(MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED) ||
	    !system_membarrier(MEMBARRIER_CMD_PRIVATE_EXPEDITED)) {
		locks_always_look = true;
		atomic_fetch_or(&gate->state, ALWAYS_LOOK);
	}
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

/* A call that does little but wait is no news, and what may be chance no finding. */
static void give_up(struct slot *slot, const struct wait *wait, bool is_short)
{
	struct presence presence = inside(slot, wait->own);
	inside_give_up(slot);
	if (!is_short && presence.why != LETS_GO)
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

/* True when some of them wait for a condition. */
static bool wait_for_all(struct wait *wait)
{
	bool waiters = false;
	for (uint32_t i = 0, count = slots_used(); i < count; i++) {
		struct slot *slot = &gate->slots[i];
		if (slot == wait->own)
			continue;
		wait_for(slot, wait);
		waiters |= mutexes_role(slot->latest) == LATEST_CONDITION;
	}
	return waiters;
}

static bool is_anyone_inside(const struct slot *own)
{
	for (uint32_t i = 0, count = slots_used(); i < count; i++)
		if (&gate->slots[i] != own && inside(&gate->slots[i], own).why)
			return true;
	return false;
}

/* Who waits for a condition passes no door on its way back: it may have come in since we
 * looked. While we wait for it nothing is kept from it. */
static void wait_and_block(struct wait *wait)
{
	while (wait_for_all(wait) &&
	       (!block_waiters(wait->own) || is_anyone_inside(wait->own)) &&
	       !is_over(wait, locks_settings()->bound)) {
		block_end();
		pause_for(wait);
	}
}

void fork_close(void)
{
	struct slot *own = gate_has_threads() ? slot_own(NULL) : NULL;
	if (locks_settings()->warns)
		warn_before_fork(own);
	else if (own && slot_settle(own)) {
		own->forks++;
		atomic_fetch_add(&gate->state, CLOSING);
		barrier();
		wait_and_block(&(struct wait){.own = own});
	}
}

void fork_open(void)
{
	struct slot *own = gate_slot;
	if (locks_settings()->warns)
		warn_after_fork(own);
	if (!own || own->owner != gate_self() || !own->forks)
		return;
	if (--own->forks == 0)
		block_end();
	atomic_fetch_sub(&gate->state, CLOSING);
	if (atomic_load(&gate->waiting))
		system_wake_all(&gate->state);
}

void fork_in_child(void)
{
	block_end();
	if (locks_settings()->warns)
		warn_in_child();
	if (gate && (locks_settings()->warns || !locks_settings()->wiped))
		memset(gate, 0,
		       offsetof(struct gate, slots) + slots_used() * sizeof *gate->slots);
}
