/* SPDX-License-Identifier: MIT
 *
 * The lines of a Lua script that draws or seeds, for auditing: what Lua's own functions
 * for debuggers say of the state that is at it, while it is. Of a fork nothing is told:
 * which state it comes from, nobody knows.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct lua_State;

struct lua_lines {
	int (*getstack)(struct lua_State *, int level, void *debug);
	int (*getinfo)(struct lua_State *, const char *what, void *debug);
	size_t line; /* where lua_Debug has the current line: lua.h, by the version */
};

/* Around what tells findings, in a function that Lua has called. True: it was entered. */
bool lua_lines_enter(const struct lua_lines *lines, struct lua_State *state);
void lua_lines_leave(bool is_entered);
