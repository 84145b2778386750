/* SPDX-License-Identifier: MIT
 *
 * What the two files for LuaJIT share: its functions, as lua.h of Lua 5.1 has them, and
 * where the words of a generator are.
 */
#pragma once

#include "states.h"

#include <link.h>

enum { LUA_WORDS = 4, LUA_BYTES = LUA_WORDS * sizeof(uint64_t) };

typedef struct lua_State lua_State;
typedef int lua_function(lua_State *);
typedef uint64_t luajit_step(uint64_t words[LUA_WORDS]);

struct luajit_api {
	lua_function *open; /* luaopen_math() */
	lua_State *(*newstate)(void);
	void (*close)(lua_State *);
	int (*pcall)(lua_State *, int arguments, int results, int handler);
	void (*call)(lua_State *, int arguments, int results);
	void (*pushcclosure)(lua_State *, lua_function *, int upvalues);
	void (*pushnumber)(lua_State *, double);
	void (*getfield)(lua_State *, int index, const char *name);
	const char *(*getupvalue)(lua_State *, int function, int number);
	int (*gettop)(lua_State *);
	void (*settop)(lua_State *, int index);
	size_t (*objlen)(lua_State *, int index);
	void *(*touserdata)(lua_State *, int index);
	lua_function *(*tocfunction)(lua_State *, int index);
	double (*tonumber)(lua_State *, int index);
};
internal extern struct luajit_api luajit_api;

enum { LUAJIT_UPVALUE = -10003 }; /* lua_upvalueindex(1) */

/* LuaJIT's own functions. */
struct luajit_found {
	lua_function *random, *randomseed;
	luajit_step *step; /* what compiled code calls instead */
};

/* The words of the library that is on top of the stack, which stays as it is; NULL: they
 * are not where they were proved to be. */
uint64_t *luajit_words_of_library(lua_State *state);

/* The words that the generator never has, as they have no effect on it, are made others.
 */
void luajit_mend(uint64_t words[LUA_WORDS]);

/* In the parent, before anything is hooked: opens the library in a Lua state of our own,
 * and says whether draws from made-up words come out as predicted. */
bool luajit_prove(struct luajit_found *found);

/* The same of a function that the code of `found->random` calls, and of which `fits` says
 * that it may be the step. */
bool luajit_find_step(struct luajit_found *found, const struct dl_phdr_info *object,
		      bool (*fits)(const struct dl_phdr_info *object, const void *step));
