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
	volatile uint32_t number; /* as the slot has it */
};

/* A cache line for each thread. Only its thread writes it, but for the last row. */
struct slot {
	void *_Atomic owner;     /* the thread; NULL: free */
	_Atomic int32_t tid;     /* its number, or 0: not known (a forked child's) */
	_Atomic uint32_t stay;   /* odd: inside a call; each has a number of its own */
	struct stay *stay_frame; /* of the outermost call */
	const char *_Atomic function;
	_Atomic uint32_t forks;  /* closings of the gate by this thread */
	_Atomic uint32_t held;   /* mutexes that it holds, or is about to */
	_Atomic uintptr_t waits; /* for what: see mutexes.h; or 0 */
	_Atomic uint32_t given_up_stay, given_up_held; /* a fork has waited in vain */
} __attribute__((aligned(64)));

enum { SLOTS = 4096 };

/* In gate.closed, always set where there is no membarrier(2) for us: then each entry goes
 * to the door, and has a fence of its own there. */
enum { FENCED = 0x40000000 };

struct gate {
	_Atomic uint32_t closed;  /* how many forks keep it closed; and FENCED */
	_Atomic uint32_t waiting; /* threads at the door */
	_Atomic uint32_t never;   /* a word to sleep on */
	_Atomic uint32_t notes;   /* this process has forked under warn */
	struct slot slots[SLOTS];
};

/* NULL until a slot is wanted. */
internal extern struct gate *_Atomic gate;

/* True where FENCED is to be set. */
internal extern bool gate_needs_fences;

/* glibc's __libc_single_threaded (2.32), or a byte that is 0; until the start as well. */
internal extern const char *gate_single_threaded;

/* This thread's slot, claimed before; a child finds it without its owner. */
internal extern __thread struct slot *gate_slot
	__attribute__((tls_model("initial-exec")));

/* Who a slot's owner is. */
static inline void *gate_self(void)
{
	return &gate_slot;
}

/* Claims a slot for this thread, which calls `function` (NULL: none); starts the module
 * if need be. NULL when the gate is not wanted, there is no memory, or every slot is
 * taken. */
struct slot *slot_claim(const char *function);

/* The gate is closed: waits, bounded, unless this thread is let through. */
void door_wait(struct slot *slot, uint32_t number);
/* The same before a mutex is taken: true when it waited, and has to look again. */
bool door_wait_to_hold(struct slot *slot);
/* Only waits. */
void door_pass(void);

/* True when the call that a slot tells of has not been left by longjmp(3) or the like. */
bool stay_goes_on(const struct slot *slot, const struct stay *now);

#define hot static inline __attribute__((always_inline))

hot bool slot_is_own(const struct slot *slot)
{
	return slot &&
	       atomic_load_explicit(&slot->owner, memory_order_relaxed) == gate_self();
}

hot struct slot *slot_own(const char *function)
{
	struct slot *slot = gate_slot;
	return likely(slot_is_own(slot)) ? slot : slot_claim(function);
}

/* Between what this thread says and its look at the gate. FENCED: it looks again. */
hot bool gate_is_closed(void)
{
	atomic_signal_fence(memory_order_seq_cst);
	return unlikely(atomic_load_explicit(&gate->closed, memory_order_relaxed));
}

/* In a process with one thread there is nobody to wait for: false. */
hot bool gate_has_threads(void)
{
	return unlikely(!*gate_single_threaded);
}

/* At the head of a wrapped call: the slot for gate_leave(), or NULL. */
hot struct slot *gate_enter(struct stay *stay, const char *name)
{
	struct slot *slot = slot_own(name);
	if (unlikely(!slot))
		return slot;
	uint32_t before = atomic_load_explicit(&slot->stay, memory_order_relaxed);
	if (unlikely(before & 1) && stay_goes_on(slot, stay))
		return NULL;
	uint32_t number = (before + 1) | 1;
	stay->number = number;
	slot->stay_frame = stay;
	atomic_store_explicit(&slot->function, name, memory_order_relaxed);
	atomic_store_explicit(&slot->stay, number, memory_order_relaxed);
	if (gate_is_closed())
		door_wait(slot, number);
	return slot;
}

/* At its end. In a child that was forked meanwhile the slot says "outside" already. */
hot void gate_leave(struct slot *slot)
{
	if (unlikely(!slot))
		return;
	uint32_t number = atomic_load_explicit(&slot->stay, memory_order_relaxed);
	if (likely(number & 1))
		atomic_store_explicit(&slot->stay, number + 1, memory_order_release);
}
