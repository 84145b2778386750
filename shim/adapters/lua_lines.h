/* SPDX-License-Identifier: MIT
 *
 * The lines of a Lua script that draws or seeds, for auditing: what Lua's own functions
 * for debuggers say of the state that is at it, while it is. Of a fork nothing is told:
 * which state it comes from, nobody knows.
 */
#pragma once

#include "states.h"

#include <stdbool.h>
#include <stddef.h>

struct lua_State;

struct lua_lines {
	int (*getstack)(struct lua_State *, int level, void *debug);
	int (*getinfo)(struct lua_State *, const char *what, void *debug);
	size_t line; /* where lua_Debug has the current line: lua.h, by the version */
};

/* states_settle() and states_choose() of what a function that Lua has called draws from
 * or has seeded: an audit's findings have the script's lines. */
void lua_lines_settle(const struct lua_lines *lines, const struct states *kind,
		      struct lua_State *state, uint64_t *words);
void lua_lines_choose(const struct lua_lines *lines, const struct states *kind,
		      struct lua_State *state, const uint64_t *words,
		      const uint64_t *seed);
