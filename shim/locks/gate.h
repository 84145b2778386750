/* SPDX-License-Identifier: MIT
 *
 * The gate. A thread that is inside a function which takes a lock of libc's, or that
 * holds a mutex, says so in a slot of its own; a fork closes the gate, waits until all
 * others are outside, and opens it again. Slots and gate lie in memory that the kernel
 * wipes in every child: there nobody is inside, and the gate is open.
 *
 * A thread writes nothing but its own slot, with plain stores; the fork asks the kernel
 * to put a barrier between (membarrier(2)). Here is what every wrapped call runs;
 * slots.c hands slots out, fork.c closes, door.c waits, inside.c judges who is inside.
 * All is safe in signal handlers and keeps errno; nothing is a cancellation point.
 */
#pragma once

#include "core/compiler.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One call of a wrapped function; lies in its hook's frame. */
struct stay {
	struct slot *slot; /* NULL: nothing to be said at its end */
	volatile uint32_t number;
};

/* A cache line for each thread. Only its thread writes it, but for the last row. */
struct slot {
	void *_Atomic owner;     /* the thread; NULL: free */
	_Atomic int32_t tid;     /* its number, or 0: not known (a forked child's) */
	_Atomic uint32_t stay;   /* odd: inside a call; each has a number of its own */
	struct stay *stay_frame; /* of the outermost call */
	const char *_Atomic function;
	_Atomic uint32_t forks; /* closings of the gate by this thread */
	_Atomic uint32_t held;  /* mutexes that it holds, or is about to */
	_Atomic uintptr_t waits; /* for what: see mutexes.h; or 0 */
	_Atomic uint32_t given_up_stay, given_up_held; /* a fork has waited in vain */
} __attribute__((aligned(64)));

enum { SLOTS = 4096 };

struct gate {
	_Atomic uint32_t closed;  /* how many forks keep it closed */
	_Atomic uint32_t waiting; /* threads at the door */
	_Atomic uint32_t never;   /* a word to sleep on */
	struct slot slots[SLOTS];
};

/* NULL until a slot is wanted. */
internal extern struct gate *_Atomic gate;

/* True where the kernel has no membarrier(2) for us: then each entry has its own. */
internal extern bool gate_needs_fences;

/* glibc's __libc_single_threaded (2.32), or a byte that is 0; until the start as well. */
internal extern const char *gate_single_threaded;

/* This thread's slot, claimed before; a child finds it without its owner. */
internal extern __thread struct slot *gate_slot __attribute__((tls_model("initial-exec")));

/* Who a slot's owner is. */
static inline void *gate_self(void)
{
	return &gate_slot;
}

/* Claims a slot for this thread; starts the module if need be. NULL when the gate is not
 * wanted, there is no memory, or every slot is taken. */
struct slot *slot_claim(void);

/* The gate is closed: waits, bounded, unless this thread is let through. */
void door_wait(struct slot *slot, uint32_t number);
/* The same before a mutex is taken: true when it waited, and has to look again. */
bool door_wait_to_hold(struct slot *slot);
/* Only waits. */
void door_pass(void);

/* True when the call that a slot tells of has not been left by longjmp(3) or the like. */
bool stay_goes_on(const struct slot *slot, const struct stay *now);

static inline struct slot *slot_own(void)
{
	struct slot *slot = gate_slot;
	if (likely(slot && atomic_load_explicit(&slot->owner, memory_order_relaxed) ==
				   gate_self()))
		return slot;
	return slot_claim();
}

/* Between what this thread says and its look at the gate. */
static inline bool gate_is_closed(void)
{
	atomic_signal_fence(memory_order_seq_cst);
	if (unlikely(gate_needs_fences))
		atomic_thread_fence(memory_order_seq_cst);
	return unlikely(atomic_load_explicit(&gate->closed, memory_order_relaxed));
}

static inline void gate_enter_slot(struct slot *slot, struct stay *stay, const char *name)
{
	uint32_t before = atomic_load_explicit(&slot->stay, memory_order_relaxed);
	stay->slot = NULL;
	if (unlikely(before & 1) && stay_goes_on(slot, stay))
		return;
	stay->slot = slot;
	stay->number = (before + 1) | 1;
	slot->stay_frame = stay;
	atomic_store_explicit(&slot->function, name, memory_order_relaxed);
	atomic_store_explicit(&slot->stay, stay->number, memory_order_relaxed);
	if (gate_is_closed())
		door_wait(slot, stay->number);
}

/* At the head of a wrapped call. `always`: also in a process with one thread, because
 * the call may start others, which fork. */
static inline void gate_enter(struct stay *stay, const char *name, bool always)
{
	struct slot *slot = NULL;
	if (always || !*gate_single_threaded)
		slot = slot_own();
	stay->slot = NULL;
	if (slot)
		gate_enter_slot(slot, stay, name);
}

/* At its end. In a child that was forked meanwhile the slot is nobody's, or another
 * thread's. */
static inline void gate_leave(struct stay *stay)
{
	struct slot *slot = stay->slot;
	if (slot && atomic_load_explicit(&slot->owner, memory_order_relaxed) ==
			    gate_self())
		atomic_store_explicit(&slot->stay, stay->number + 1,
				      memory_order_release);
}
