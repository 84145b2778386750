/* SPDX-License-Identifier: MIT
 *
 * What Lua and LuaJIT share. A Lua state is used by one thread at a time: no lock.
 */
#include "lua_words.h"

void lua_words_fill(const struct lua_words *kind, uint64_t *words, uint32_t number,
		    const uint64_t *was)
{
	uint64_t known[1 + LUA_WORDS] = {number};
	for (int i = 0; was && i < LUA_WORDS; i++)
		known[1 + i] = was[i];
	adapter_fill(words, LUA_WORDS * sizeof *words, kind->streams.name, known,
		     sizeof known);
}

void lua_words_settle(const struct lua_words *kind, uint64_t *words)
{
	if (!objects_know(&kind->streams, words) && !objects_know(&kind->chosen, words))
		objects_inherited(&kind->streams, words);
	objects_before_draw(&kind->streams, words);
	objects_before_draw(&kind->chosen, words);
}

bool lua_words_are_childs(const struct lua_words *kind)
{
	return !lua_words_are_first_owners(kind) &&
	       !services.is_kept(kind->streams.index);
}

void lua_words_forget(const struct lua_words *kind, const uint64_t *words)
{
	objects_remove(&kind->chosen, words);
	objects_remove(&kind->streams, words);
	if (!lua_words_are_first_owners(kind))
		objects_add(&kind->streams, words);
}

void lua_words_choose(const struct lua_words *kind, const uint64_t *words,
		      const uint64_t *seed)
{
	objects_remove(&kind->streams, words);
	objects_add(&kind->chosen, words);
	if (services.audited)
		services.seeded(&(struct seeding){.generator = kind->streams.name,
						  .function = "math.randomseed",
						  .has_seed = seed != NULL,
						  .seed = seed ? *seed : 0});
}

void lua_words_begin(const struct lua_words *kind, uint64_t *words,
		     void (*fill)(void *words, uint32_t number))
{
	lua_words_forget(kind, words);
	if (lua_words_are_childs(kind))
		fill(words, atomic_fetch_add(kind->seedings, 1) | (uint32_t)1 << 31);
}
