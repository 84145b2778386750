#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# math.random() in Redis' Lua scripts. Up to Redis 6 each script that EVAL runs began with one seed; so one expects the same
# number from each call still, and of functions (FCALL, new in 7.0) that too, or numbers of chance. Seen in Redis 7.0.15
# (Debian 12): neither. One generator serves all scripts and functions of all clients, and goes on from call to call; it begins
# alike in every server that is started. So ids that scripts make look different while they are tried out, and are those of
# the last start again after the next, and those of each other shard of a cluster. A script that calls math.randomseed()
# for itself has chosen what all others draw from then on, functions too. (Source: src/rand.c, whose state is the process's.)
# shellcheck disable=SC2317 # the functions here are called by their names
. "$(dirname "$0")/lib.bash"
packages redis-server=5:7.0.15-1~deb12u10 redis-tools=5:7.0.15-1~deb12u10
redis() { run "$root/usr/bin/redis-cli" -s "$tmp/socket" "$@"; }
# served COMMAND...: what a function prints that talks to a server which is started for it, and then ended
served() {
	LD_LIBRARY_PATH=$libraries "$root/usr/bin/redis-server" --port 0 --unixsocket "$tmp/socket" --save '' --dir "$tmp" >"$tmp/log" 2>&1 &
	server=$!
	for _ in $(seq 100); do
		[ "$(redis PING 2>/dev/null)" != PONG ] || break
		sleep 0.1
	done
	"$@"
	kill "$server"
	wait "$server" 2>/dev/null
}
script() { redis EVAL 'return tostring(math.random())' 0; }
seeded() { redis EVAL 'math.randomseed(7) return tostring(math.random())' 0; }
function_is_there() {
	redis FUNCTION LOAD '#!lua name=library
redis.register_function("draw", function() return tostring(math.random()) end)' >"$tmp/loaded"
}
draw() { redis FCALL draw 0; }
four_scripts() { for _ in 1 2 3 4; do script; done; }
scripts_and_functions() { function_is_there && script && draw && script && draw; }
seeds_twice() { function_is_there && for _ in 1 2; do seeded >/dev/null && draw && script; done; }

served redis INFO server | grep redis_version
served four_scripts >"$tmp/first"
served four_scripts >"$tmp/second"
served scripts_and_functions >"$tmp/third"
seen 4 "four scripts: distinct numbers" "$(distinct <"$tmp/first")"
seen "the same" "four scripts after another start of the server" "$(cmp -s "$tmp/first" "$tmp/second" && echo "the same" || echo other)"
seen "the same" "a script, a function, a script, a function" "$(cmp -s "$tmp/first" "$tmp/third" && echo "the same" || echo other)"
seen 2 "a function and a script, each after somebody's math.randomseed(7), twice: distinct numbers" "$(served seeds_twice | distinct)"
finish
