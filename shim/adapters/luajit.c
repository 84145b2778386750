/* SPDX-License-Identifier: MIT
 *
 * LuaJIT 2.1 (lib_math.c, lj_prng.c): math.random of each Lua state, a Tausworthe
 * generator whose four words lie in a userdata, the upvalue of math.random and
 * math.randomseed. Both are replaced in the table from which LuaJIT opens its library.
 * Code that it has compiled calls the generator by a table of its own: there it is
 * replaced as well. A child is healed by its first draw, in place; no lock is taken, for
 * a Lua state is used by one thread at a time.
 *
 * That things are where they are known to be is proved by luajit_proof.c.
 */
#include "luajit.h"
#include "lua_lines.h"
#include "pairs.h"
#include "recorder/elf_symbols.h"

struct luajit_api luajit_api;
static struct lua_lines lines = {.line = 40};

static struct luajit_found luajits; /* what was replaced */

static void heal(void *words, uint32_t number);
static void heal_chosen(void *words, uint32_t number);
static const struct states kind =
	STATES("luajit", INDEX_OF_luajit_adapter, heal, heal_chosen);

static void heal(void *words, uint32_t number)
{
	states_fill(&kind, words, LUA_BYTES, number, NULL);
	luajit_mend(words);
}

static void heal_chosen(void *words, uint32_t number)
{
	states_fill(&kind, words, LUA_BYTES, number, words);
	luajit_mend(words);
}

/* Those that the running function has; NULL: it is not what it was proved to be. */
static uint64_t *words_of(lua_State *state)
{
	if (luajit_api.objlen(state, LUAJIT_UPVALUE) != LUA_BYTES)
		return NULL;
	return luajit_api.touserdata(state, LUAJIT_UPVALUE);
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
	return luajits.random(state);
}

/* From compiled code. */
static uint64_t hook_step(uint64_t words[LUA_WORDS])
{
	states_before_draw(&kind, words);
	return luajits.step(words);
}

/* LuaJIT's function raises an error for what is no number: then nothing is noted. */
static int seed_chosen(lua_State *state, const uint64_t *words)
{
	double number = luajit_api.tonumber(state, 1);
	bool is_integer = number >= 0 && number < 0x1p53;
	uint64_t seed = is_integer ? (uint64_t)number : 0;
	int results = luajits.randomseed(state);
	lua_lines_choose(&lines, &kind, state, words,
			 is_integer && (double)seed == number ? &seed : NULL);
	return results;
}

/* Without a seed it asks the kernel, since 2023; before, that is an error. */
static int seed_anew(lua_State *state, uint64_t *words)
{
	int results = luajits.randomseed(state);
	states_forget(&kind, words);
	if (services.reproducible && states_are_childs(&kind))
		heal(words, states_number());
	return results;
}

static int hook_randomseed(lua_State *state)
{
	uint64_t *words = words_of(state);
	if (!words)
		return luajits.randomseed(state);
	return luajit_api.gettop(state) > 0 ? seed_chosen(state, words)
					    : seed_anew(state, words);
}

static int hook_open(lua_State *state)
{
	int results = luajit_api.open(state);
	uint64_t *words = luajit_words_of_library(state);
	if (words)
		states_begin(&kind, words);
	return results;
}

/* The only pointer to it in the object's data. */
static const void *wanted;

static bool is_wanted(const struct dl_phdr_info *object, const struct pair *row,
		      unsigned long left)
{
	(void)object;
	(void)left;
	return row->function == wanted;
}

static struct pair *pointer_to(const struct dl_phdr_info *object, const void *function)
{
	wanted = function;
	return pairs_find(object, is_wanted);
}

static bool has_pointer(const struct dl_phdr_info *object, const void *function)
{
	return pointer_to(object, function) != NULL;
}

static void replace(const struct dl_phdr_info *object, const void *function, void *hook)
{
	struct pair *row = pointer_to(object, function);
	if (row)
		pair_write(object, row, hook);
}

static bool is_luajits(const struct dl_phdr_info *info)
{
	return elf_parts_contain(elf_parts_of(info), (const void *)luajit_api.open);
}

static int visit(struct dl_phdr_info *info, size_t size, void *data)
{
	struct luajit_found *found = data;
	(void)size;
	if (!is_luajits(info))
		return 0;
	return has_pointer(info, (const void *)found->random) &&
	       has_pointer(info, (const void *)found->randomseed) &&
	       luajit_find_step(found, info, has_pointer);
}

static void meet(const struct dl_phdr_info *info, struct object *object)
{
	(void)object;
	if (!is_luajits(info))
		return;
	replace(info, (const void *)luajits.random, (void *)hook_random);
	replace(info, (const void *)luajits.randomseed, (void *)hook_randomseed);
	replace(info, (const void *)luajits.step, (void *)hook_step);
	/* the main program's has no relocation by name */
	replace(info, (const void *)luajit_api.open, (void *)hook_open);
}

static bool start(void)
{
	struct luajit_found found = {0};
	if (!luajit_prove(&found) || !dl_iterate_phdr(visit, &found)) {
		adapter_refuses("luajit",
				"a LuaJIT whose generator is not the one we know");
		return false;
	}
	luajits = found;
	objects_start(&kind.streams);
	adapter_meets(meet);
	return true;
}

/* clang-format off */
#define FOUND(name) {"lua_" #name, NULL, (void **)&luajit_api.name, false}
static const struct adapted functions[] = {
	{"luaopen_math", (void *)hook_open, (void **)&luajit_api.open, false},
	{"luaL_newstate", NULL, (void **)&luajit_api.newstate, false},
	FOUND(close), FOUND(pcall), FOUND(call), FOUND(pushcclosure), FOUND(pushnumber),
	FOUND(getfield), FOUND(getupvalue), FOUND(gettop), FOUND(settop), FOUND(objlen),
	FOUND(touserdata), FOUND(tocfunction), FOUND(tonumber),
	{"lua_getstack", NULL, (void **)&lines.getstack, true},
	{"lua_getinfo", NULL, (void **)&lines.getinfo, true},
	{0},
};
/* clang-format on */

const struct adapter luajit_adapter = {functions, start};
