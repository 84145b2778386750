/* SPDX-License-Identifier: MIT
 *
 * A thread before a closed gate. It waits outside, and looks again when it was woken:
 * the next fork may have closed the gate meanwhile. The wait has an end, for it may hold
 * something that the forking thread waits for in a fork handler.
 */
#include "block.h"
#include "gate.h"
#include "mutexes.h"
#include "slots.h"
#include "start.h"
#include "system.h"
#include "warn.h"

enum { NAP = 100 * MILLISECOND };

static const int64_t longest = NANOSECONDS;

/* How many forks keep the gate closed, times CLOSING. */
static uint32_t closings_of(uint32_t state)
{
	return state & ~(uint32_t)(OPEN | ALWAYS_LOOK);
}

/* Looks so that a fork sees what this thread has said before, or is seen. */
static bool is_closed(void)
{
	atomic_thread_fence(memory_order_seq_cst);
	return closings_of(atomic_load(&gate->state));
}

/* False when it lasted too long. */
static bool until_open(void)
{
	int64_t start = system_now();
	uint32_t state;
	bool opened = true;
	atomic_fetch_add(&gate->waiting, 1);
	while (closings_of(state = atomic_load(&gate->state)) &&
	       (opened = system_now() - start < longest))
		system_wait(&gate->state, state, NAP);
	/* A child that a signal handler forked here has it wiped. */
	uint32_t waiting = atomic_load(&gate->waiting);
	while (waiting &&
	       !atomic_compare_exchange_weak(&gate->waiting, &waiting, waiting - 1))
		;
	return opened;
}

static uint32_t held_by(const struct slot *slot)
{
	return slot->held & ~GIVEN_UP;
}

/* Whoever forks, and whoever a fork waits for already. */
static bool is_let_through(const struct slot *slot, uint32_t held)
{
	return slot->forks || held > slot->given_up_held;
}

static void wait_outside(struct slot *slot, uint32_t number)
{
	bool opened = true;
	while (opened && is_closed() && !is_let_through(slot, held_by(slot))) {
		atomic_store_explicit(&slot->stay, number + 1, memory_order_release);
		opened = until_open();
		atomic_store(&slot->stay, number);
	}
}

void door_wait(struct slot *slot, uint32_t number, const void *caller)
{
	atomic_store_explicit(&slot->caller, caller, memory_order_relaxed);
	if (slot_settle(slot))
		wait_outside(slot, number);
	else
		warn_call(slot->function);
}

bool door_wait_to_hold(struct slot *slot)
{
	uint32_t held = slot->held;
	if (slot->forks)
		block_spare(mutexes_of(slot->latest));
	if (!slot_settle(slot) || !is_closed() || slot->stay & 1 ||
	    is_let_through(slot, held_by(slot) - 1))
		return false;
	atomic_store_explicit(&slot->held, held - 1, memory_order_release);
	bool opened = until_open();
	atomic_store(&slot->held, slot->held + 1);
	return opened;
}

void door_wait_for_blocks(void)
{
	int64_t start = system_now();
	while (atomic_load(&gate->blocks) && system_now() - start < longest)
		system_yield();
}

void door_pass(const char *function)
{
	if (warn_is_child())
		warn_call(function);
	struct slot *slot = gate_has_threads() ? slot_own(NULL) : NULL;
	if (slot && is_closed() && !(slot->stay & 1) &&
	    !is_let_through(slot, held_by(slot)))
		until_open();
}
