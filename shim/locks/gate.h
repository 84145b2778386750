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
	void *_Atomic owner;     /* the thread; NULL: free, or a forked child's */
	struct stay *stay_frame; /* of the outermost call */
	const char *_Atomic function;
	const void *_Atomic caller; /* of it, under warn */
	_Atomic int32_t tid;        /* its number, or 0: not known (a forked child's) */
	_Atomic uint32_t stay;      /* odd: inside a call; each has a number of its own */
	_Atomic uint32_t forks;     /* closings of the gate by this thread */
	_Atomic uint32_t held; /* mutexes that it holds, or is about to; and GIVEN_UP */
	_Atomic uintptr_t latest; /* and which was the last: see mutexes.h; or 0 */
	_Atomic uint32_t given_up_stay, given_up_held; /* a fork has waited in vain */
} __attribute__((aligned(64)));

enum { SLOTS = 4096 };

/* In slot.held, its sign: there are some that a fork has waited for in vain. */
#define GIVEN_UP 0x80000000u

/* gate.state: 0 in a process that has not looked yet, which a new child is; else OPEN,
 * and CLOSING for each fork that keeps it closed. ALWAYS_LOOK where each entry is to go
 * to the door: without membarrier(2), for the fence there, and under warn. */
enum { OPEN = 1, CLOSING = 2, ALWAYS_LOOK = 0x40000000 };

struct gate {
	_Atomic uint32_t state;
	_Atomic uint32_t waiting; /* threads at the door */
	_Atomic uint32_t never;   /* a word to sleep on */
	_Atomic uint32_t first;   /* the slots below were ancestors' */
	_Atomic uint32_t blocks;  /* forks that take mutexes just now: see block.h */
	struct slot slots[SLOTS];
};

/* NULL until a slot is wanted. */
internal extern struct gate *_Atomic gate;

/* glibc's __libc_single_threaded (2.32), or a byte that is 0; until the start as well. */
internal extern const char *gate_single_threaded;

/* This thread's slot, for good: a child goes on with it, though it is wiped, and gives it
 * to no other thread. */
internal extern __thread struct slot *gate_slot
	__attribute__((tls_model("initial-exec")));

internal extern __thread const void *gate_caller
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

/* The gate is not open: waits, bounded, unless this thread is let through. `caller`: the
 * return address of the wrapped function. */
void door_wait(struct slot *slot, uint32_t number, const void *caller);
/* The same before a mutex is taken: true when it waited, and has to look again. */
bool door_wait_to_hold(struct slot *slot);
/* Only waits; or is told of, in the child of a process that noted (warn.h). */
void door_pass(const char *function);
/* Until no fork looks at mutexes which it has seen a thread wait for. */
void door_wait_for_blocks(void);

/* True when the call that a slot tells of has not been left by longjmp(3) or the like. */
bool stay_goes_on(const struct slot *slot, const struct stay *now);

#define hot static inline __attribute__((always_inline))

hot struct slot *slot_own(const char *function)
{
	struct slot *slot = gate_slot;
	return likely(slot) ? slot : slot_claim(function);
}

/* Between what this thread says and its look at the gate. */
hot bool gate_is_open(void)
{
	atomic_signal_fence(memory_order_seq_cst);
	return likely(atomic_load_explicit(&gate->state, memory_order_relaxed) == OPEN);
}

/* In a process with one thread there is nobody to wait for: false. */
hot bool gate_has_threads(void)
{
	return unlikely(!*gate_single_threaded);
}

hot void gate_say(struct slot *slot, struct stay *stay, const char *name, uint32_t number)
{
	stay->number = number;
	slot->stay_frame = stay;
	atomic_store_explicit(&slot->function, name, memory_order_relaxed);
	atomic_store_explicit(&slot->stay, number, memory_order_relaxed);
}

/* At the head of a wrapped call, whose return address is `caller`: the slot for
 * gate_leave(), or NULL. */
hot struct slot *gate_enter(struct stay *stay, const char *name, const void *caller)
{
	struct slot *slot = slot_own(name);
	if (unlikely(!slot))
		return slot;
	uint32_t before = atomic_load_explicit(&slot->stay, memory_order_relaxed);
	if (unlikely(before & 1) && stay_goes_on(slot, stay))
		return NULL;
	uint32_t number = (before + 1) | 1;
	gate_say(slot, stay, name, number);
	if (!gate_is_open())
		door_wait(slot, number, caller);
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

/* The same where nothing stands in the way, without a call; else NULL, and `caller` of
 * the function that this is inlined in is in gate_caller. */
hot struct slot *gate_enter_at_once(struct stay *stay, const char *name)
{
	struct slot *slot = gate_slot;
	uint32_t before =
		slot ? atomic_load_explicit(&slot->stay, memory_order_relaxed) : 1;
	if (likely(!(before & 1))) {
		gate_say(slot, stay, name, before + 1);
		if (gate_is_open())
			return slot;
		atomic_store_explicit(&slot->stay, before + 2, memory_order_release);
	}
	gate_caller = __builtin_return_address(0);
	return NULL;
}
