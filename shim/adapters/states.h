/* SPDX-License-Identifier: MIT
 *
 * States of an interpreter's generators, each known by its address (objects.h), of which
 * nobody sees when they go: whose they are, and whether the program has seeded them. A
 * state that a child finds and that nobody is known to have seeded, it has inherited. The
 * first process remembers those alone that the program has seeded.
 *
 * No lock is taken: an interpreter is used by one thread at a time, or its draws are not
 * safe in threads by themselves.
 */
#pragma once

#include "objects.h"

struct states {
	struct objects streams, chosen; /* seeded by nobody, or by the program */
};
#define STATES(name, index, heal, heal_chosen)                                           \
	{                                                                                \
		{name, index, heal, false},                                              \
		{                                                                        \
			name, index, heal_chosen, true                                   \
		}                                                                        \
	}

/* Fills a state of `size`. Under --seed what the program has not seeded depends on TEXT
 * alone: `was` is NULL then, else the state as it is. */
void states_fill(const struct states *kind, void *state, size_t size, uint32_t number,
		 const void *was);

/* In a child. */
void states_settle(const struct states *kind, void *state);

static inline bool states_are_first_owners(const struct states *kind)
{
	struct life *life = &services.lives[kind->streams.index - ADAPTERS_BEGIN];
	return likely(atomic_load_explicit(&life->word, memory_order_relaxed) == ROOT);
}

/* Before each draw. */
static inline void states_before_draw(const struct states *kind, void *state)
{
	if (!states_are_first_owners(kind))
		states_settle(kind, state);
}

/* True in a child, where what an interpreter seeds by itself is seeded anew. */
bool states_are_childs(const struct states *kind);

/* It was seeded in this process, but not by the program's choice. */
void states_forget(const struct states *kind, const void *state);

/* By the program's choice; told to an audit. `seed` is NULL where it is no integer. */
void states_choose(const struct states *kind, const void *state, const char *function,
		   const uint64_t *seed);

/* A new one, where another one's may have been. A child's begins by itself, since its
 * siblings' would be alike. */
void states_begin(const struct states *kind, void *state);

/* Tells apart, under --seed, what one process seeds anew. */
uint32_t states_number(void);
