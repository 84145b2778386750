/* SPDX-License-Identifier: MIT
 *
 * Lineage: is this process the one in which a generator's state was made, or a child that
 * inherited it? The answer lives in one page that the kernel zeroes in every child
 * (madvise(2), MADV_WIPEONFORK), so that no handler, pid or system call is needed.
 *
 * Each generator has a *life* in that page. Its word is
 *     WIPED    the state was inherited: it must be filled, or seeded, before a draw;
 *     FILLING  somebody is replacing the state;
 *     ROOT     this process was never forked from one that had the shim: hands off;
 *     other    a token: this process filled or seeded the state itself.
 * A signal handler may fork between any two instructions and return in the child. Whoever
 * changes or draws therefore compares the word before and after. A token is never one of
 * an ancestor's, so that a child whose handler healed the state meanwhile is noticed too.
 *
 * All functions are safe in signal handlers and threads, allocate nothing and keep errno.
 */
#pragma once

#include "bias.h"
#include "lock.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { WIPED = 0, FILLING = 1, ROOT = 2, FIRST_TOKEN = 3 };

struct life {
	_Atomic uint64_t word;
	struct lock lock;
};

/* A prefetched key (entropy.c), in the page because a child must not share it. */
enum { KEY_NONE = 0, KEY_FETCHING, KEY_PRESENT };
struct entropy_key {
	_Atomic uint32_t present;
	_Atomic uint32_t streams; /* how many streams were drawn from it */
	unsigned char bytes[32];
};

/* strfry's own small state for children (permutation.c): the state array of a random(3)
 * generator of type 1, its header word first. */
enum { PERMUTATION_WORDS = 8 };

/* The wiped page. Small: all of it is zero in a child. */
struct lineage_page {
	struct life additive;
	_Atomic uint32_t touched; /* lineage_touch(); beside what is looked at then */
	struct bias bias;         /* of additive's lock; both in one cache line */
	struct life lcg48;
	_Atomic uint32_t lcg48_touched;
	struct life permutation;
	_Atomic uint64_t epoch;
	struct entropy_key key;
	_Atomic uint32_t
		has_key; /* this process has a place in the fork tree (reproduce.h) */
	_Atomic uint64_t forks; /* how many numbers this process has given away there */
	unsigned char tree_key[32];
	_Atomic uint32_t fallbacks;
	_Atomic uint64_t runtimes;   /* what a child has healed beyond libc (runtimes/) */
	_Atomic uint64_t numpy;      /* ROOT: none of its objects was inherited */
	_Atomic uint32_t audited;    /* this process's record (findings_process.c) */
	_Atomic uint32_t desk_taken; /* lineage_take_desk() */
	_Atomic uint32_t is_recording;     /* findings_process.c: its place is in use */
	_Atomic uint32_t opening, forking; /* threads that do (connections/gate.c) */
	_Atomic uint64_t process;          /* its name, or 0 (connections/process.c) */
	int32_t permutation_array[PERMUTATION_WORDS];
};

/* Behind it a place to work in beside the stack, which may be a coroutine's few hundred
 * bytes, a life for each adapter (runtimes/adapters.h), objects of Python's that were
 * used (python/numpy.c), and the recorder's registers (findings_process.c): what lies
 * here need not be copied after a fork. */
enum {
	DESK_BYTES = 2048,
	DESK_ALIGNMENT = 16,
	ADAPTED_LIVES = 64,
	USED_OBJECTS = 16,
	PLACE_WORDS = 40
};
struct lineage_rest {
	_Alignas(DESK_ALIGNMENT) unsigned char desk[DESK_BYTES];
	struct life adapted[ADAPTED_LIVES];
	const void *used[USED_OBJECTS];
	uint64_t place[PLACE_WORDS];
};
enum {
	REST_AT = (sizeof(struct lineage_page) + DESK_ALIGNMENT - 1) / DESK_ALIGNMENT *
		  DESK_ALIGNMENT
};
_Static_assert(REST_AT + sizeof(struct lineage_rest) <= 4096, "one page");

/* How children are noticed in this process. */
enum lineage_detector { DETECTOR_NONE, DETECTOR_WIPE, DETECTOR_HOOKS };

internal extern struct lineage_page *lineage_page;

internal extern struct lineage_rest *lineage_rest; /* NULL: there is none */

/* Maps and arms the page, in the parent. Idempotent. Where the kernel has no such page
 * (before 4.14, qemu-user before 11, gVisor) or no memory is to be had, DETECTOR_HOOKS:
 * the fork hooks forget what the page held. */
enum lineage_detector lineage_arm(void);

/* What the fork hooks call in a new child with memory of its own. */
void lineage_child(void);

/* A number that names this process among its ancestors; 1 never is one. */
uint64_t lineage_epoch(void);

/* A token for a state that the program seeded itself. Unlike entropy it cannot fail. */
uint64_t lineage_token(void);

/* Before a draw looks at the page: in a child the look alone would map the kernel's page
 * of zeros, and what the child then writes would be a second page fault. */
static inline void lineage_touch(_Atomic uint32_t *touched)
{
	atomic_store_explicit(touched, 1, memory_order_relaxed);
	atomic_signal_fence(memory_order_seq_cst);
}

static inline uint64_t life_read(const struct life *life)
{
	uint64_t word = atomic_load_explicit(&life->word, memory_order_relaxed);
	atomic_signal_fence(memory_order_seq_cst);
	return word;
}

/* True when nothing came between: this process is still the one that read `before`. */
static inline bool life_is_still(const struct life *life, uint64_t before)
{
	atomic_signal_fence(memory_order_seq_cst);
	return atomic_load_explicit(&life->word, memory_order_relaxed) == before;
}

/* Opens a change of the state; the value goes to life_commit. */
uint64_t life_begin(struct life *life);

/* Closes a change: false when a fork came between, and then the state is as good as
 * inherited. `token` names a state that was WIPED before. */
bool life_commit(struct life *life, uint64_t begun, uint64_t token);

/* The desk, for DESK_BYTES at most; NULL where it is in use already, by another thread or
 * by what a signal handler interrupted: then the stack must do. What is on it is gone in
 * a child that is forked meanwhile. */
static inline void *lineage_take_desk(void)
{
	uint32_t is_free = 0;
	bool taken = lineage_rest && atomic_compare_exchange_strong(
					     &lineage_page->desk_taken, &is_free, 1);
	return taken ? lineage_rest->desk : NULL;
}

static inline void lineage_leave_desk(void)
{
	atomic_store(&lineage_page->desk_taken, 0);
}

/* Declares the state inherited: the next draw fills it. */
static inline void life_void(struct life *life)
{
	atomic_store(&life->word, WIPED);
}

/* Replaces an inherited state: `fill` writes it and returns its token, and does so again
 * when a fork came between. (Inline, for the sake of small stacks.) */
__attribute__((always_inline)) static inline void life_fill(struct life *life,
							    uint64_t (*fill)(void))
{
	uint64_t begun;
	do {
		life_void(life);
		begun = life_begin(life);
	} while (!life_commit(life, begun, fill()));
}
