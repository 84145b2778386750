#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promise 1: Lua 5.3's math.random is libc's random(); children forked by lua-posix draw
# their own, and a script that seeds gets what it asked for.
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

need lua5.3 "Lua 5.3: math.random" && {
	if lua5.3 -e "require 'posix'" 2>/dev/null; then
		heals "Lua 5.3 and lua-posix" lua5.3 -e "${forking/SEEDING/}"
		same "Lua 5.3, seeded in the child" lua5.3 -e "${forking/SEEDING/math.randomseed(i)}"
		same "Lua 5.3, the parent goes on" lua5.3 -e "${quiet/SEEDING/} $draws"
	else
		lacks lua-posix "Lua 5.3: math.random"
	fi
}
finish
