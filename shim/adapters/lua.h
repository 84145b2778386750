/* SPDX-License-Identifier: MIT
 *
 * What the two files for Lua share: Lua's functions, as lua.h of Lua 5.4 has them, and
 * where the words of a generator are.
 */
#pragma once

#include "states.h"

enum { LUA_WORDS = 4, LUA_BYTES = LUA_WORDS * sizeof(uint64_t) };

typedef struct lua_State lua_State;
typedef int lua_function(lua_State *);
typedef void *lua_allocate(void *data, void *old, size_t old_size, size_t size);

struct lua_api {
	lua_function *open; /* luaopen_math() */
	double (*version)(lua_State *);
	lua_State *(*newstate)(lua_allocate *, void *data, unsigned seed /* 5.5 */);
	void (*close)(lua_State *);
	int (*pcallk)(lua_State *, int arguments, int results, int handler,
		      intptr_t context, void *continuation);
	void (*callk)(lua_State *, int arguments, int results, intptr_t context,
		      void *continuation);
	void (*pushcclosure)(lua_State *, lua_function *, int upvalues);
	void (*pushvalue)(lua_State *, int index);
	void (*pushinteger)(lua_State *, int64_t);
	int (*getfield)(lua_State *, int index, const char *name);
	const char *(*getupvalue)(lua_State *, int function, int number);
	int (*gettop)(lua_State *);
	void (*settop)(lua_State *, int index);
	uint64_t (*rawlen)(lua_State *, int index);
	void *(*touserdata)(lua_State *, int index);
	double (*tonumberx)(lua_State *, int index, int *is_number);
	int64_t (*tointegerx)(lua_State *, int index, int *is_integer);
};
internal extern struct lua_api lua_api;

/* The index of a running function's first upvalue. */
internal extern int lua_upvalue;

/* The words of the library that is on top of the stack, which stays as it is; NULL: they
 * are not where they were proved to be. */
uint64_t *lua_words_of_library(lua_State *state);

/* True where draws from made-up words come out as predicted, and the index is right. In
 * the parent, before anything is hooked. */
bool lua_is_proved(void);
