/* SPDX-License-Identifier: MIT
 *
 * Counting the mutexes that this thread holds, in its slot. Each function allows for a
 * slot that is no longer its own, in a child that a handler forked meanwhile.
 */
#pragma once

#include "gate.h"
#include "mutexes.h"

internal extern bool hold_wanted; /* FORKSEED_LOCKS=heal,mutexes */

/* The slot, if it is still this thread's. */
static inline struct slot *hold_slot(struct slot *slot)
{
	return likely(slot && atomic_load_explicit(&slot->owner, memory_order_relaxed) ==
				      gate_self())
		       ? slot
		       : NULL;
}

/* One less. What a fork has given up ends when the thread has let go of it. */
static inline void hold_remove(struct slot *slot)
{
	uint32_t held = atomic_load_explicit(&slot->held, memory_order_relaxed) - 1;
	atomic_store_explicit(&slot->held, held, memory_order_release);
	if (unlikely(held < atomic_load_explicit(&slot->given_up_held,
						 memory_order_relaxed)))
		atomic_store_explicit(&slot->given_up_held, held, memory_order_relaxed);
}

static inline void hold_add(struct slot *slot)
{
	uint32_t held = atomic_load_explicit(&slot->held, memory_order_relaxed);
	atomic_store_explicit(&slot->held, held + 1, memory_order_release);
}

static inline void hold_wait(struct slot *slot, uintptr_t what)
{
	atomic_store_explicit(&slot->waits, what, memory_order_relaxed);
}

/* Before one is taken: counted from here on, so that a fork that has begun is waited
 * for. */
static inline struct slot *hold_begin(uintptr_t waits)
{
	struct slot *slot = hold_wanted ? slot_own() : NULL;
	if (unlikely(!slot))
		return slot;
	hold_wait(slot, waits);
	hold_add(slot);
	while (gate_is_closed() && door_wait_to_hold(slot))
		;
	return slot;
}

static inline void hold_end(struct slot *slot, bool taken)
{
	slot = hold_slot(slot);
	if (unlikely(!slot))
		return;
	hold_wait(slot, 0);
	if (unlikely(!taken) && slot->held)
		hold_remove(slot);
}

/* One that another thread took, or that was taken before the start, is not counted. */
static inline void hold_drop(void)
{
	struct slot *slot = hold_slot(gate_slot);
	if (likely(slot &&
		   atomic_load_explicit(&slot->held, memory_order_relaxed)))
		hold_remove(slot);
}

/* Around a wait for a condition, with the mutex. */
static inline struct slot *hold_let_go(uintptr_t mutex)
{
	struct slot *slot = hold_slot(gate_slot);
	if (!slot || !slot->held)
		return NULL;
	hold_wait(slot, mutex | WAITS_CONDITION);
	hold_remove(slot);
	return slot;
}

static inline void hold_take_back(struct slot *slot)
{
	slot = hold_slot(slot);
	if (!slot)
		return;
	hold_add(slot);
	hold_wait(slot, 0);
}
