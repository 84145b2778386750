#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Lua 5.4 seeds math.random of each new state by itself, "randomly" by its manual: so a server
# that makes its Lua state in each worker, behind the fork, looks safe. But the seed is the time
# in seconds and the state's address, which children of one parent share: in Lua 5.4.4 (Debian 12)
# the states of eight workers that start in one second, each its own, draw one number. Two that
# start a second apart draw two. (Lua 5.3 draws one too, by never seeding.)
. "$(dirname "$0")/lib.bash"
packages liblua5.4-0=5.4.4-3+deb12u1 liblua5.4-dev=5.4.4-3+deb12u1

compile -l:liblua5.4.so.0 -Wl,--allow-shlib-undefined <<'END'
#include <lua5.4/lauxlib.h>
#include <lua5.4/lualib.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
static void work(void)
{
	lua_State *state = luaL_newstate();
	luaL_openlibs(state);
	luaL_dostring(state, "return math.random(0)");
	printf("%lld\n", (long long)lua_tointeger(state, -1));
	fflush(stdout);
	_exit(0);
}
int main(int argc, char **argv)
{
	int children = atoi(argv[1]);
	time_t now = time(NULL);
	while (time(NULL) == now)
		usleep(1000); /* a second has begun */
	for (int i = 0; i < children; i++) {
		if (fork() == 0)
			work();
		if (argc > 2)
			sleep(2);
	}
	while (wait(NULL) > 0)
		;
	return 0;
}
END
seen 1 "in one second: distinct numbers of 8 children, each with a state of its own" "$(run "$tmp/program" 8 | distinct)"
seen 2 "two seconds apart: distinct numbers of 2 children" "$(run "$tmp/program" 2 apart | distinct)"
finish
