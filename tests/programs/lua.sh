#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promise 1: math.random of Lua 5.3 and 5.1 is libc's random() or rand(); children forked by
# lua-posix draw their own, and a script that seeds gets what it asked for.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/heals.bash"

draws='print(math.random(), math.random(), math.random(), math.random())'
forking="local posix = require 'posix'
for i = 1, 8 do
	local child = posix.fork()
	if child == 0 then SEEDING $draws io.stdout:flush() posix._exit(0) end
	posix.wait(child)
end"
quiet=${forking/"$draws"/"${draws/print/assert}"}

for lua in lua5.3 lua5.1; do
	need $lua "$lua: math.random" || continue
	if ! $lua -e "require 'posix'" 2>/dev/null; then
		lacks lua-posix "$lua: math.random"
		continue
	fi
	heals "$lua and lua-posix" $lua -e "${forking/SEEDING/}"
	same "$lua, seeded in the child" $lua -e "${forking/SEEDING/math.randomseed(i)}"
	same "$lua, the parent goes on" $lua -e "${quiet/SEEDING/} $draws"
done
finish
