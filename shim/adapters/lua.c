/* SPDX-License-Identifier: MIT
 *
 * Lua from 5.4 on (lmathlib.c): math.random of each Lua state, xoshiro256** by Blackman
 * and Vigna, whose four words lie in a userdata, the upvalue of math.random and
 * math.randomseed. Both are replaced in the table from which Lua opens its library. A
 * child is healed by its first draw, in place; no lock is taken, for a Lua state is used
 * by one thread at a time. Up to 5.3 Lua draws from libc.
 *
 * Where the words lie is proved by lua_proof.c.
 */
#include "lua.h"
#include "lua_lines.h"
#include "pairs.h"
#include "recorder/elf_symbols.h"

struct lua_api lua_api;
static struct lua_lines lines = {.line = 48};

static lua_function *luas_random, *luas_randomseed;

static void heal(void *words, uint32_t number);
static void heal_chosen(void *words, uint32_t number);
static const struct states kind = STATES("lua", INDEX_OF_lua_adapter, heal, heal_chosen);

static void heal(void *words, uint32_t number)
{
	states_fill(&kind, words, LUA_BYTES, number, NULL);
}

static void heal_chosen(void *words, uint32_t number)
{
	states_fill(&kind, words, LUA_BYTES, number, words);
}

/* Those that the running function has; NULL: it is not what it was proved to be. */
static uint64_t *words_of(lua_State *state)
{
	if (lua_api.rawlen(state, lua_upvalue) != LUA_BYTES)
		return NULL;
	return lua_api.touserdata(state, lua_upvalue);
}

static seldom void before_draw(lua_State *state)
{
	uint64_t *words = words_of(state);
	if (words)
		lua_lines_settle(&lines, &kind, state, words);
}

static int hook_random(lua_State *state)
{
	if (!states_are_first_owners(&kind))
		before_draw(state);
	return luas_random(state);
}

/* By the clock and an address, which children that seed together share: Lua is handed two
 * numbers instead, and says them to its caller as it would its own. */
static int seed_anew(lua_State *state)
{
	uint64_t fresh[2];
	uint32_t number = states_number();
	adapter_fill(fresh, sizeof fresh, "lua", &number, sizeof number);
	lua_api.pushinteger(state, (int64_t)fresh[0]);
	lua_api.pushinteger(state, (int64_t)fresh[1]);
	return luas_randomseed(state);
}

/* Lua's function raises an error for what is no number: then nothing is noted. */
static int seed_chosen(lua_State *state, const uint64_t *words)
{
	int is_integer = 0;
	uint64_t seed = (uint64_t)lua_api.tointegerx(state, 1, &is_integer);
	int results = luas_randomseed(state);
	lua_lines_choose(&lines, &kind, state, words, is_integer ? &seed : NULL);
	return results;
}

static int hook_randomseed(lua_State *state)
{
	uint64_t *words = words_of(state);
	if (words && lua_api.gettop(state) > 0)
		return seed_chosen(state, words);
	if (words)
		states_forget(&kind, words);
	if (words && states_are_childs(&kind))
		return seed_anew(state);
	return luas_randomseed(state);
}

static int hook_open(lua_State *state)
{
	int results = lua_api.open(state);
	uint64_t *words = lua_words_of_library(state);
	if (words)
		states_begin(&kind, words);
	return results;
}

/* The table that has the library's own functions has no others. */
static bool is_random(const struct dl_phdr_info *object, const struct pair *row,
		      unsigned long left)
{
	return left >= 2 && pair_is_called(object, &row[0], "random") &&
	       pair_is_called(object, &row[1], "randomseed") && !row[2].name &&
	       pair_has_code(object, &row[0]) && pair_has_code(object, &row[1]);
}

static bool is_opening(const struct dl_phdr_info *object, const struct pair *row,
		       unsigned long left)
{
	(void)left;
	return row->function == (void *)lua_api.open &&
	       pair_is_called(object, row, "math");
}

/* The main program's table has no relocation by name. */
static void hook_opening(const struct dl_phdr_info *info)
{
	struct pair *row = pairs_find(info, is_opening);
	if (row)
		pair_write(info, row, (void *)hook_open);
}

static void meet(const struct dl_phdr_info *info, struct object *object)
{
	(void)object;
	if (!elf_parts_contain(elf_parts_of(info), (const void *)lua_api.open))
		return;
	struct pair *row = pairs_find(info, is_random);
	if (!row) /* or the hooks are there */
		return;
	hook_opening(info);
	luas_random = (lua_function *)row[0].function;
	luas_randomseed = (lua_function *)row[1].function;
	pair_write(info, &row[1], (void *)hook_randomseed);
	pair_write(info, &row[0], (void *)hook_random);
}

static bool start(void)
{
	if (!lua_is_proved()) {
		adapter_refuses("lua", "a Lua whose generator is not the one we know");
		return false;
	}
	objects_start(&kind.streams);
	adapter_meets(meet);
	return true;
}

/* clang-format off */
#define FOUND(name) {"lua_" #name, NULL, (void **)&lua_api.name, false}
static const struct adapted functions[] = {
	{"luaopen_math", (void *)hook_open, (void **)&lua_api.open, false},
	FOUND(version), FOUND(newstate), FOUND(close), FOUND(pcallk), FOUND(callk),
	FOUND(pushcclosure), FOUND(pushvalue), FOUND(pushinteger), FOUND(getfield),
	FOUND(getupvalue), FOUND(gettop), FOUND(settop), FOUND(rawlen), FOUND(touserdata),
	FOUND(tonumberx), FOUND(tointegerx),
	{"lua_getstack", NULL, (void **)&lines.getstack, true},
	{"lua_getinfo", NULL, (void **)&lines.getinfo, true},
	{0},
};
/* clang-format on */

const struct adapter lua_adapter = {functions, start};
