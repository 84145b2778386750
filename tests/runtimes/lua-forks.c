/* SPDX-License-Identifier: MIT
 *
 * A module for Lua scripts, of whatever version, that has fork(), wait() and leave(): not
 * every release has lua-posix for each Lua. It needs no headers of Lua's.
 */
#include <stddef.h>
#include <sys/wait.h>
#include <unistd.h>

struct lua_State;
extern void lua_createtable(struct lua_State *, int, int);
extern void lua_pushcclosure(struct lua_State *, int (*)(struct lua_State *), int);
extern void lua_pushinteger(struct lua_State *, ptrdiff_t);
extern int lua_setfield(struct lua_State *, int, const char *);

int luaopen_forks(struct lua_State *state);

static int forks(struct lua_State *state)
{
	lua_pushinteger(state, fork());
	return 1;
}

static int waits(struct lua_State *state)
{
	lua_pushinteger(state, wait(NULL));
	return 1;
}

static int leaves(struct lua_State *state)
{
	(void)state;
	_exit(0);
}

int luaopen_forks(struct lua_State *state)
{
	lua_createtable(state, 0, 3);
	lua_pushcclosure(state, forks, 0);
	lua_setfield(state, -2, "fork");
	lua_pushcclosure(state, waits, 0);
	lua_setfield(state, -2, "wait");
	lua_pushcclosure(state, leaves, 0);
	lua_setfield(state, -2, "leave");
	return 1;
}
