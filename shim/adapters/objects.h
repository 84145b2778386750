/* SPDX-License-Identifier: MIT
 *
 * Generator objects, of which a program may have many, each known by its address: who
 * made it, whether it was seeded from the system, and which process healed it last. What
 * is not known, because nobody saw it made or there is no room, is left alone; but what
 * keys come from (KEY_ADAPTERS) is healed then, for what a child makes itself is seen.
 *
 * The table is inherited, and whole in every child: an entry appears by one store. Safe
 * in threads and handlers; nothing is allocated. Whoever finds an object being healed by
 * another thread waits for it, under a lock that every child finds free.
 */
#pragma once

#include "adapter.h"

struct objects {
	const char *name; /* of the generator, as runtimes.h has it; NULL: not told */
	int index;        /* INDEX_OF_... there */
	/* Gives the object a state of its own; `number` tells objects apart that one
	 * process has, the same in every run. */
	void (*heal)(void *object, uint32_t number); /* NULL: nothing asks for it */
	/* They were seeded by the program, and an audit is to hear all the same who
	 * draws from one: they stay as they are, but under --seed. */
	bool is_chosen;
};

/* It was made here, or seeded anew, without a seed of the program's choice. */
void objects_add(const struct objects *kind, const void *object);

/* The program has seeded it: it stays as it is, but under --seed. */
void objects_seeded(const struct objects *kind, const void *object);

/* It was inherited, and nobody saw it made, for it is the library's own: without a seed.
 * Nothing where it is known. */
void objects_inherited(const struct objects *kind, const void *object);

/* Whether it is known as one of these. */
bool objects_know(const struct objects *kind, const void *object);

/* The program has reseeded it from the system, in whichever process: a child's is its own
 * then, but for the lock, which objects_enter() passes by as in one that was healed. */
void objects_reseeded(const struct objects *kind, const void *object);

/* It is gone. */
void objects_remove(const struct objects *kind, const void *object);

/* All are gone that are one runtime's, with its library. */
void objects_forget(int runtime);

/* A copy has its original's state, and goes its way. */
void objects_copy(const struct objects *kind, const void *copy, const void *original);

/* For adapters whose heal() needs more than the object: true once in each child, for one
 * that was inherited and is now to be healed by the caller; `number` as heal() has it. */
bool objects_are_inherited(const struct objects *kind, const void *object,
			   uint32_t *number);

/* True once in each process for an object, whether it was added before or not: for states
 * that each thread has, known by an address of its own. */
bool objects_first_time(const struct objects *kind, const void *object);

/* Calls it for each one that is known. */
void objects_each(const struct objects *kind, void (*visit)(void *object));

/* In a child, before a draw from it: true for one that was inherited, and is healed. */
bool objects_settle(const struct objects *kind, void *object);

/* Before each draw. True for an object that this process has inherited, and healed. */
static inline bool objects_before_draw(const struct objects *kind, void *object)
{
	struct life *life = &services.lives[kind->index - ADAPTERS_BEGIN];
	return unlikely(atomic_load_explicit(&life->word, memory_order_relaxed) !=
			ROOT) &&
	       objects_settle(kind, object);
}

/* For objects whose own locks may be held by a thread that is not here: true for one that
 * this process has inherited and healed. Then the caller draws without the object's lock,
 * and calls objects_leave(). */
bool objects_enter(const struct objects *kind, void *object);
void objects_leave(const struct objects *kind);

/* To be called by the adapter's start(). */
void objects_start(const struct objects *kind);
