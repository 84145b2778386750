#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Lua 5.4: each child draws its own from math.random, in lua5.4, which has all of Lua inside,
# and in programs with liblua5.4.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/runtimes.bash"
host=$programs/runtimes/lua
script=("$root/tests/runtimes/lua.lua" "$programs/runtimes/lua-forks")

# line_of TEXT: of the script, where it has that.
line_of() { grep -n -m 1 -F -- "$1" "${script[0]}" | cut -d: -f1; }

# child CODE: what a child says that runs it, its parent having drawn.
child() { "${@:2}" lua5.4 -e "package.cpath = '${script[1]}' local forks = require 'forks' math.random()
	if forks.fork() == 0 then $1 io.flush() forks.leave() end forks.wait()"; }

if need lua5.4 "Lua 5.4"; then
	heals lua lua5.4 lua5.4 "${script[@]}" float
	keeps_parent lua5.4 lua5.4 "${script[@]}" float
	keeps_seeds lua5.4 lua5.4 "${script[@]}" float
	for kind in range coroutine loop; do
		repeats $kind lua5.4 "${script[@]}" $kind
		is "$(limited "$launcher" lua5.4 "${script[@]}" $kind drawn | distinct)" "8 of 8" "$kind: healed"
	done
	is "$(limited "$launcher" lua5.4 "${script[@]}" float unchosen | distinct)" "8 of 8" "math.randomseed() is no choice"
	is "$(child 'math.randomseed(7) print(math.random())' limited "$launcher")" \
		"$(child 'math.randomseed(7) print(math.random())' limited)" "a child's own seed counts"
	is "$(child 'print(pcall(math.randomseed, {}))' limited "$launcher")" \
		"$(child 'print(pcall(math.randomseed, {}))' limited)" "what is no seed is an error as bare"
	anew='math.randomseed() print(math.random(0))'
	is "$({ child "$anew" limited "$launcher" && child "$anew" limited "$launcher"; } | distinct)" "2 of 2" "seeded anew, two children differ"
	is "$(child "$anew" limited "$launcher" --seed x)" "$(child "$anew" limited "$launcher" --seed x)" "and under --seed are repeated"
	# Its numbers follow from what math.randomseed() says that it has taken, since 5.4.4.
	is "$(child 'local a, b = math.randomseed() local x = math.random() if a then math.randomseed(a, b) end
		print(not a or x == math.random())' limited "$launcher")" true "it says which seeds it has taken"
	is "$(limited "$launcher" lua5.4 -e 'print(collectgarbage "count", math.random, #arg)' | cut -f1)" \
		"$(limited lua5.4 -e 'print(collectgarbage "count", math.random, #arg)' | cut -f1)" "Lua's memory is as bare"
	# All 256 bits: of 64 children's first numbers each bit is 0 and 1 at times.
	is "$(limited "$launcher" lua5.4 -e "package.cpath = '${script[1]}' local forks = require 'forks'
		for _ = 1, 64 do if forks.fork() == 0 then
			print(('%x '):rep(4):format(math.random(0), math.random(0), math.random(0), math.random(0)))
			io.flush() forks.leave() end forks.wait() end" |
		lua5.4 -e 'local any, all = {0, 0, 0, 0}, {-1, -1, -1, -1}
			for line in io.lines() do local i = 0 for word in line:gmatch("%x+") do i = i + 1
				local bits = tonumber("0x" .. word) any[i] = any[i] | bits all[i] = all[i] & bits end end
			for i = 1, 4 do io.write(any[i], " ", all[i], " ") end')" "-1 0 -1 0 -1 0 -1 0 " "all bits are filled"
	audited lua lua5.4 "drew in draw (.*lua.lua:$(line_of "float = "))" lua5.4 "${script[@]}" float
	check "told with the place that forks" grep -q "forked in forks (.*lua-forks.c:" "$tmp/said"
	audited lua seeded "seeded by math.randomseed(42), <main> (.*lua.lua:$(line_of "== 'seeded'"))" lua5.4 "${script[@]}" float seeded
	check "that it was seeded is why it is not healed" grep -q 'the program gave it a seed' "$tmp/said"
	# No tail call, of which no frame stays.
	echo "package.cpath = '${script[1]}' local forks = require 'forks' math.random()
		local function deep(n) if n == 0 then return (math.random()) end return (deep(n - 1)) end
		if forks.fork() == 0 then deep(30) forks.leave() end forks.wait()" >"$tmp/deep.lua"
	audited_deep "30 functions" "drew in deep (.*/deep.lua:2)" lua5.4 "$tmp/deep.lua"
	is "$(limited "$launcher" --check lua5.4 "${script[@]}" float fresh >/dev/null 2>&1; echo $?)" 99 \
		"a child that is the first to draw has inherited: Lua seeds when it begins"
fi
at_fixed_addresses() {
	(cd "$tmp" && ar x "$(pkg-config --variable=libdir lua5.4)/liblua5.4.a" lmathlib.o) || return
	objcopy --rename-section .data.rel.ro.local=.rodata.tables,alloc,load,readonly,data,contents "$tmp/lmathlib.o" || return
	# shellcheck disable=SC2046 # flags
	"${CC:-cc}" -no-pie -fno-pie "$root/tests/runtimes/lua.c" -o "$tmp/fixed" $(pkg-config --cflags lua5.4) \
		"$tmp/lmathlib.o" -l:liblua5.4.a -lm -ldl -pthread -Wl,-E
}

# What has come later is looked for in all objects, which the hooks are in by then.
later() {
	"$@" lua5.4 -e "package.cpath = '${script[1]}' local forks = require 'forks' math.random()
		if forks.fork() == 0 then forks.leave() end forks.wait()
		if not package.loadlib('libglib-2.0.so.0', '*') then os.exit(3) end
		for _ = 1, 8 do if forks.fork() == 0 then print(math.random()) io.flush() forks.leave() end forks.wait() end"
}
if [ -x "$programs/runtimes/glib" ] && need lua5.4 "another library comes later"; then
	is "$(later limited | distinct)" "1 of 8" "another library comes later: bare"
	is "$(later limited "$launcher" | distinct)" "8 of 8" "another library comes later: healed"
fi
if here lua liblua5.4-dev; then
	for kind in one second; do
		heals lua "a host, $kind" "$host" $kind
		keeps_parent "a host, $kind" "$host" $kind
	done
	keeps_seeds "a host" "$host" one
	# Compiled for fixed addresses, the table of functions is among the constants, in no part of the
	# program that is ever writable. The archive is compiled for any address, so it is put there.
	if at_fixed_addresses 2>"$tmp/err"; then
		heals lua "a host at fixed addresses" "$tmp/fixed" one
		keeps_seeds "a host at fixed addresses" "$tmp/fixed" one
	else
		skip "$(head -n 1 "$tmp/err")" "a host at fixed addresses"
	fi
	if ldconfig -p 2>/dev/null | grep -q libsoftokn3.so; then
		is "$(LD_PRELOAD="$shim libsoftokn3.so" limited "$host" one drawn | distinct)" "8 of 8" "a host, which has NSS as well: healed"
	fi
	repeats "made in a child" "$host" child
	is "$(limited "$launcher" "$host" child drawn | distinct)" "8 of 8" "made in a child: healed"
	repeatable "made in a child" "$host" child
	never_hangs "a host" "$host" one
	audited lua "a host" "drew in <main> (<string>:1)" "$host" one
fi

# refuses WHAT CODE: a program with liblua5.4 and, before it, CODE; left alone, and told of.
refuses() {
	cat - "$tmp/main.c" <<<"#include <lua.h>
#include <lauxlib.h>
#include <lualib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
$2" >"$tmp/refused.c"
	# shellcheck disable=SC2046 # flags
	"${CC:-cc}" -rdynamic "$tmp/refused.c" -o "$tmp/refused" $(pkg-config --cflags --libs lua5.4) || return
	is "$(limited "$launcher" "$tmp/refused")" "$(limited "$tmp/refused")" "$1: left alone"
	is "$(limited "$launcher" "$tmp/refused" | wc -c)" 5 "$1: it draws"
	limited "$launcher" --check --audit="$tmp/report" "$tmp/refused" >"$tmp/out" 2>"$tmp/said"
	is "$? $(grep -c 'a Lua whose generator is not the one we know' "$tmp/said")" "99 1" "$1: and told of"
}
cat >"$tmp/main.c" <<'END'
int main(void)
{
	lua_State *state = luaL_newstate();
	luaL_requiref(state, "math", luaopen_math, 1);
	if (fork() == 0)
		return luaL_dostring(state, "math.randomseed(7) return math.random(0)") ||
		       write(1, lua_tostring(state, -1), 5) < 0;
	return wait(0) < 0;
}
END
if [ -x "$host" ]; then
	refuses "an unknown version" 'lua_Number lua_version(lua_State *state) { return state ? 504 : 599; }'
	refuses "another generator" 'static int draw(lua_State *state)
{
	unsigned long *word = lua_touserdata(state, lua_upvalueindex(1));
	lua_pushnumber(state, (*word += 77777777777) % 1000003 / 1000003.);
	return 1;
}
static int seeds(lua_State *state) { (void)state; return 0; }
int luaopen_math(lua_State *state)
{
	static const luaL_Reg own[] = {{"random", draw}, {"randomseed", seeds}, {0, 0}};
	lua_createtable(state, 0, 2);
	memset(lua_newuserdatauv(state, 32, 0), 1, 32);
	luaL_setfuncs(state, own, 1);
	return 1;
}'
fi
finish
