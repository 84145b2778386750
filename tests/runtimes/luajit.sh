#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# LuaJIT: each child draws its own from math.random, in luajit, which has all of it inside, in
# programs with libluajit, and in code that was compiled before the fork.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/runtimes.bash"
host=$programs/runtimes/luajit
script=("$root/tests/runtimes/lua.lua" "$programs/runtimes/lua-forks")

# line_of TEXT: of the script, where it has that.
line_of() { grep -n -m 1 -F -- "$1" "${script[0]}" | cut -d: -f1; }

# child CODE: what a child says that runs it, its parent having drawn.
child() { "${@:2}" luajit -e "package.cpath = '${script[1]}' local forks = require 'forks' math.random()
	if forks.fork() == 0 then $1 io.flush() forks.leave() end forks.wait()"; }

if need luajit LuaJIT; then
	heals luajit luajit luajit "${script[@]}" float
	for kind in float loop; do
		keeps_parent $kind luajit "${script[@]}" $kind
		keeps_seeds $kind luajit "${script[@]}" $kind
	done
	for kind in range coroutine loop; do
		repeats $kind luajit "${script[@]}" $kind
		is "$(limited "$launcher" luajit "${script[@]}" $kind drawn | distinct)" "8 of 8" "$kind: healed"
	done
	# What is compiled calls the generator by another way.
	is "$(limited luajit -jv "${script[@]}" loop parent 2>&1 | grep -c '^\[TRACE .* loop\]')" 1 "loop: it is compiled"
	is "$(child 'math.randomseed(7) print(math.random())' limited "$launcher")" \
		"$(child 'math.randomseed(7) print(math.random())' limited)" "a child's own seed counts"
	is "$(child 'print(pcall(math.randomseed, {}))' limited "$launcher")" \
		"$(child 'print(pcall(math.randomseed, {}))' limited)" "what is no seed is an error as bare"
	anew='print(pcall(math.randomseed) or math.random(), math.random())'
	is "$(child "$anew" limited "$launcher" --seed x)" "$(child "$anew" limited "$launcher" --seed x)" \
		"seeded anew by the kernel, where LuaJIT can: repeated under --seed"
	audited luajit luajit "drew in draw (.*lua.lua:$(line_of "float = "))" luajit "${script[@]}" float
	check "told with the place that forks" grep -q "forked in forks (.*lua-forks.c:" "$tmp/said"
	audited luajit loop "drew in .* (in no object that is known)" luajit "${script[@]}" loop
	audited luajit seeded "seeded by math.randomseed(42), <main> (.*lua.lua:$(line_of "== 'seeded'"))" luajit "${script[@]}" float seeded
	check "that it was seeded is why it is not healed" grep -q 'the program gave it a seed' "$tmp/said"
fi
if here luajit libluajit2-5.1-dev; then
	heals luajit "a host, one" "$host" one
	for kind in one second; do
		is "$(limited "$launcher" "$host" $kind drawn | distinct)" "8 of 8" "a host, $kind: healed"
		keeps_parent "a host, $kind" "$host" $kind
	done
	keeps_seeds "a host" "$host" one
	repeats "made in a child" "$host" child
	is "$(limited "$launcher" "$host" child drawn | distinct)" "8 of 8" "made in a child: healed"
	never_hangs "a host" "$host" one

	cat >"$tmp/other.c" <<'END'
#include <lauxlib.h>
#include <lua.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
static int draw(lua_State *state)
{
	unsigned long *word = lua_touserdata(state, lua_upvalueindex(1));
	lua_pushnumber(state, (*word += 77777777777) % 1000003 / 1000003.);
	return 1;
}
int luaopen_math(lua_State *state)
{
	lua_createtable(state, 0, 2);
	for (int i = 0; i < 2; i++) {
		memset(lua_newuserdata(state, 32), 1, 32);
		lua_pushcclosure(state, draw, 1);
		lua_setfield(state, -2, i ? "random" : "randomseed");
	}
	lua_setglobal(state, "math");
	lua_getglobal(state, "math");
	return 1;
}
int main(void)
{
	lua_State *state = luaL_newstate();
	luaopen_math(state);
	if (fork() == 0)
		return luaL_loadstring(state, "return math.random()") || lua_pcall(state, 0, 1, 0) ||
		       write(1, lua_tostring(state, -1), 5) < 0;
	return wait(0) < 0;
}
END
	# shellcheck disable=SC2046 # flags
	"${CC:-cc}" -rdynamic "$tmp/other.c" -o "$tmp/other" $(pkg-config --cflags --libs luajit)
	is "$(limited "$launcher" "$tmp/other")" "$(limited "$tmp/other")" "another generator: left alone"
	limited "$launcher" --check --audit="$tmp/report" "$tmp/other" >"$tmp/out" 2>"$tmp/said"
	is "$? $(grep -c 'a LuaJIT whose generator is not the one we know' "$tmp/said")" "99 1" "and told of"
fi
finish
