/* SPDX-License-Identifier: MIT
 *
 * Generators of Lua states, Lua's and LuaJIT's: four words each, known by their address.
 * Whose they are, whether the program has seeded them, and filling them in a child. A
 * state that a child finds and that nobody is known to have seeded, it has inherited.
 */
#pragma once

#include "objects.h"

enum { LUA_WORDS = 4 };

struct lua_words {
	struct objects streams, chosen; /* by whose seed: nobody's, the program's */
	_Atomic uint32_t *seedings;     /* tells those of a child apart under --seed */
};

/* All of them. Under --seed what the program has not seeded depends on TEXT alone: `was`
 * is NULL then. */
void lua_words_fill(const struct lua_words *kind, uint64_t *words, uint32_t number,
		    const uint64_t *was);

/* In a child. */
void lua_words_settle(const struct lua_words *kind, uint64_t *words);

static inline bool lua_words_are_first_owners(const struct lua_words *kind)
{
	struct life *life = &services.lives[kind->streams.index - ADAPTERS_BEGIN];
	return likely(atomic_load_explicit(&life->word, memory_order_relaxed) == ROOT);
}

/* True in a child, where what Lua seeds by itself is seeded anew. */
bool lua_words_are_childs(const struct lua_words *kind);

/* They were seeded in this process, but not by the program's choice. */
void lua_words_forget(const struct lua_words *kind, const uint64_t *words);

/* By the program's choice; told to an audit. `seed` is NULL where it is no integer. */
void lua_words_choose(const struct lua_words *kind, const uint64_t *words,
		      const uint64_t *seed);

/* A new Lua state's, where another one's may have been: a child's begin by themselves,
 * since siblings' would be alike. */
void lua_words_begin(const struct lua_words *kind, uint64_t *words,
		     void (*fill)(void *words, uint32_t number));
