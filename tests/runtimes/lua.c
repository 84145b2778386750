/* SPDX-License-Identifier: MIT
 *
 * A program that has Lua inside, or LuaJIT, by whose headers it is compiled: a Lua state
 * in each thread, as hosts have it. The first argument: one: the states are as they are
 * made; second: each thread's second, its first one gone; child: made by whoever draws
 * from it. Then as forks.h has it.
 */
#include "forks.h"

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>

static _Thread_local lua_State *state;
static pid_t maker;

static lua_State *make(void)
{
	lua_State *made = luaL_newstate();
	if (!made)
		exit(1);
	luaL_openlibs(made);
	return made;
}

static void run(const char *code, char line[256])
{
	if (luaL_loadstring(state, code) || lua_pcall(state, 0, 1, 0))
		exit(1);
	if (line)
		snprintf(line, 256, "%s", lua_tostring(state, -1));
	lua_pop(state, 1);
}

static const char draw_code[] =
	"return string.format('%.17g %.17g', math.random(), math.random())";

static void draw_one(char line[256])
{
	state = state ? state : make();
	run(draw_code, line);
}

static void draw_second(char line[256])
{
	if (!state) {
		state = make();
		run("math.randomseed(7)", NULL);
		lua_close(state);
		state = make();
	}
	run(draw_code, line);
}

static void draw_childs(char line[256])
{
	if (maker != getpid())
		state = make();
	maker = getpid();
	run(draw_code, line);
}

static void seed(void)
{
	state = state ? state : make();
	run("math.randomseed(42)", NULL);
}

static void begin(void)
{
	state = make();
}

static const struct {
	const char *name;
	struct runtime runtime;
} kinds[] = {
	{"one", {begin, draw_one, seed}},
	{"second", {NULL, draw_second, seed}},
	{"child", {NULL, draw_childs, NULL}},
};

int main(int argc, char **argv)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (argc > 1 && strcmp(argv[1], kinds[i].name) == 0)
			return run_forks(&kinds[i].runtime, argc - 1, argv + 1);
	return 2;
}
