/* SPDX-License-Identifier: MIT
 *
 * A lock that leans to one thread. Who has taken the lock beside it (lock.h) many times
 * in a row, with nobody in between, may go in without: by plain stores, where the lock
 * takes an atomic instruction. Another thread takes the lock first, and then ends that
 * turn.
 *
 * The owner says that it is inside, and then looks whether it is asked to end; the other
 * asks, and then looks whether the owner is inside. The owner has no barrier between its
 * two: its store may still be on its way when it looks. So the other waits until the
 * owner, which is drawing, comes to the lock and answers. One that does not come for
 * BIAS_NAPS is not drawing, and what it stored before has long arrived. (How long a store
 * may be on its way no manual says in numbers. It is less than a microsecond, and this
 * waits five hundred times as long. membarrier(2) would do without, but a filter may kill
 * for it, and a draw must need no system call that it does not need bare.)
 *
 * A turn that has ended never begins again, so that whatever its owner, stopped between
 * two instructions, still writes reaches nobody. All of it lies in the wiped page: a
 * child begins anew. An owner's key holds the life word (lineage.h), so that a state of
 * another life is never entered by it.
 */
#pragma once

#include "compiler.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* How many turns there are; how often in a row the lock is taken before the first, and
 * how many times as often before each that follows. */
enum { BIAS_TURNS = 4, BIAS_FIRST = 1 << 10, BIAS_TIMES = 1 << 6 };

/* How long an owner that does not answer is waited for: half a millisecond, or a bit
 * more, as the kernel lets naps last. */
enum { BIAS_NAPS = 5, BIAS_NAP_NANOSECONDS = 100000 };

enum { BIAS_ASKED = 1, BIAS_ANSWERED = 2 };

struct bias_turn {
	_Atomic uint64_t owner;  /* its key, or 0 */
	_Atomic uint32_t inside; /* 1: it is */
	_Atomic uint32_t asked;  /* whether it was asked to end; futex(2) */
};

/* One turn more than there are never begins. */
struct bias {
	struct bias_turn turns[BIAS_TURNS + 1];
	_Atomic uint32_t now;
	/* Under the lock: how often it was taken in a row, what that must be beyond
	 * BIAS_FIRST, and by whom. */
	uint32_t row, more;
	uint64_t last;
};

static inline struct bias_turn *bias_now(struct bias *bias)
{
	return &bias->turns[atomic_load_explicit(&bias->now, memory_order_relaxed)];
}

/* A key is a thread's pointer plus the life word: never 0. */

/* Goes in without the lock, by the turn that is now; false when it is not this key's. */
static inline bool bias_enter(struct bias_turn *turn, uint64_t key)
{
	if (unlikely(atomic_load_explicit(&turn->owner, memory_order_relaxed) != key))
		return false;
	atomic_store_explicit(&turn->inside, 1, memory_order_relaxed);
	atomic_signal_fence(memory_order_seq_cst);
	if (likely(!atomic_load_explicit(&turn->asked, memory_order_acquire)))
		return true;
	atomic_store_explicit(&turn->inside, 0, memory_order_release);
	return false;
}

static inline void bias_leave(struct bias_turn *turn)
{
	atomic_store_explicit(&turn->inside, 0, memory_order_release);
}

/* The slow halves of the two below. */
void bias_end(struct bias *bias);
void bias_begin(struct bias *bias, uint64_t key);

/* With the lock taken: whether there is somebody who goes in without; and makes it so
 * that nobody does from here on but the caller itself. */
static inline bool bias_is_owned(struct bias *bias)
{
	return atomic_load_explicit(&bias_now(bias)->owner, memory_order_relaxed) != 0;
}

static inline void bias_settle(struct bias *bias, uint64_t key)
{
	if (atomic_load_explicit(&bias_now(bias)->owner, memory_order_relaxed) != key)
		bias_end(bias);
}

/* With the lock taken, each time that it is: a turn begins for who takes it again and
 * again. */
static inline void bias_note(struct bias *bias, uint64_t key)
{
	if (unlikely(bias->last != key))
		bias->last = key, bias->row = 0;
	else if (unlikely(++bias->row - bias->more == BIAS_FIRST))
		bias_begin(bias, key);
}

/* Before waiting for the lock: the answer, when it is this key's owner that is asked. */
void bias_answer(struct bias *bias, uint64_t key);

/* From here on no turn begins, and the caller's ends: a thread's pointer is no longer one
 * thread's alone. To be called before the other is made, by the thread whose it is. */
void bias_forbid(struct bias *bias, uint64_t key);
