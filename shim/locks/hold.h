/* SPDX-License-Identifier: MIT
 *
 * Counting the mutexes that this thread holds, in its slot. Each function allows for a
 * slot that is no longer its own, in a child that a handler forked meanwhile.
 */
#pragma once

#include "gate.h"
#include "mutexes.h"

internal extern bool hold_wanted; /* FORKSEED_LOCKS=heal,mutexes */

/* One less. What a fork has given up ends when the thread has let go of it. */
hot void hold_remove(struct slot *slot)
{
	uint32_t held = atomic_load_explicit(&slot->held, memory_order_relaxed) - 1;
	atomic_store_explicit(&slot->held, held, memory_order_release);
	if (unlikely(held <
		     atomic_load_explicit(&slot->given_up_held, memory_order_relaxed)))
		atomic_store_explicit(&slot->given_up_held, held, memory_order_relaxed);
}

hot void hold_add(struct slot *slot)
{
	uint32_t held = atomic_load_explicit(&slot->held, memory_order_relaxed);
	atomic_store_explicit(&slot->held, held + 1, memory_order_release);
}

hot void hold_wait(struct slot *slot, uintptr_t what)
{
	atomic_store_explicit(&slot->waits, what, memory_order_relaxed);
}

/* Before one is taken: counted from here on, so that a fork that has begun is waited
 * for. */
hot struct slot *hold_begin(uintptr_t waits)
{
	struct slot *slot = slot_own(NULL);
	if (unlikely(!slot))
		return slot;
	hold_wait(slot, waits);
	hold_add(slot);
	while (gate_is_closed() && door_wait_to_hold(slot))
		;
	return slot;
}

hot void hold_end(struct slot *slot, bool taken)
{
	if (unlikely(!slot_is_own(slot)))
		return;
	hold_wait(slot, 0);
	if (unlikely(!taken) && slot->held)
		hold_remove(slot);
}

/* One that another thread took, or that was taken before the start, is not counted. */
hot void hold_drop(void)
{
	struct slot *slot = gate_slot;
	if (likely(slot_is_own(slot) &&
		   atomic_load_explicit(&slot->held, memory_order_relaxed)))
		hold_remove(slot);
}

/* For hooks that may be the first of all: afterwards there is a next definition. */
hot void hold_ready(void)
{
	if (unlikely(!gate_slot))
		(void)slot_claim(NULL);
}

/* Around a wait for a condition, with the mutex. */
hot struct slot *hold_let_go(uintptr_t mutex)
{
	struct slot *slot = gate_slot;
	if (!slot_is_own(slot) || !slot->held)
		return NULL;
	hold_wait(slot, mutex | WAITS_CONDITION);
	hold_remove(slot);
	return slot;
}

hot void hold_take_back(struct slot *slot)
{
	if (!slot_is_own(slot))
		return;
	hold_add(slot);
	hold_wait(slot, 0);
}
