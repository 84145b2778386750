/* SPDX-License-Identifier: MIT
 *
 * Counting the mutexes that this thread holds, in its slot. In a child that a handler
 * forked meanwhile the slot is wiped: then none is counted that was not taken there.
 *
 * A fork reads `latest`, `held`, and `latest` again (inside.c): hence the order in which
 * they are written.
 */
#pragma once

#include "gate.h"
#include "mutexes.h"

internal extern bool hold_wanted; /* FORKSEED_LOCKS=heal,mutexes */

hot void hold_set_latest(struct slot *slot, uintptr_t latest)
{
	atomic_store_explicit(&slot->latest, latest, memory_order_release);
}

hot void hold_add(struct slot *slot, uintptr_t latest)
{
	uint32_t held = atomic_load_explicit(&slot->held, memory_order_relaxed);
	atomic_store_explicit(&slot->held, held + 1, memory_order_relaxed);
	hold_set_latest(slot, latest);
}

/* One less, if any is counted. What a fork has given up ends when the thread has let go
 * of it. */
static inline void hold_remove(struct slot *slot)
{
	uint32_t held = slot->held & ~GIVEN_UP, given_up = slot->given_up_held;
	if (!held--)
		return;
	if (given_up > held)
		slot->given_up_held = given_up = held;
	atomic_store_explicit(&slot->held, held | (given_up ? GIVEN_UP : 0),
			      memory_order_release);
}

/* After it: a fork may have closed the gate. */
static inline void hold_pass_door(struct slot *slot)
{
	while (!gate_is_open() && door_wait_to_hold(slot))
		;
}

/* Before one is taken: counted from here on, so that a fork that has begun is waited
 * for. */
static inline struct slot *hold_begin(uintptr_t latest)
{
	struct slot *slot = slot_own(NULL);
	if (unlikely(!slot))
		return slot;
	hold_add(slot, latest);
	hold_pass_door(slot);
	return slot;
}

static inline void hold_end(struct slot *slot, bool taken)
{
	if (unlikely(!slot))
		return;
	hold_set_latest(slot, 0);
	if (unlikely(!taken))
		hold_remove(slot);
}

/* One that another thread took, or that was taken before the start, is not counted. */
static inline void hold_drop(void)
{
	if (gate_slot)
		hold_end(gate_slot, false);
}

/* Before a mutex is let go of, when that can't fail: false when it is not that simple. */
hot bool hold_drop_early(struct slot *slot, uintptr_t mutex)
{
	int32_t left =
		(int32_t)(atomic_load_explicit(&slot->held, memory_order_relaxed) - 1);
	if (unlikely(left < 0))
		return false;
	hold_set_latest(slot, mutex + LATEST_UNLOCKED);
	atomic_store_explicit(&slot->held, (uint32_t)left, memory_order_release);
	return true;
}

/* For hooks that may be the first of all: afterwards there is a next definition. */
hot void hold_ready(void)
{
	if (unlikely(!gate_slot))
		(void)slot_claim(NULL);
}

/* Around a wait for a condition, with the mutex. */
static inline struct slot *hold_let_go(uintptr_t mutex)
{
	struct slot *slot = gate_slot;
	if (!slot || !slot->held)
		return NULL;
	hold_set_latest(slot, mutex | LATEST_CONDITION);
	hold_remove(slot);
	return slot;
}

/* Before the mutex may be destroyed, a fork that has seen us wait is to be done with it.
 */
static inline void hold_take_back(struct slot *slot)
{
	hold_add(slot, 0);
	atomic_thread_fence(memory_order_seq_cst);
	if (unlikely(atomic_load(&gate->blocks)))
		door_wait_for_blocks();
}
