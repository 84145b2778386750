#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# By check-all alone.
# Promise 3: thousands of random call sequences give the same values, errno, pointers and
# buffers bare and with the shim, whoever calls and whoever forks.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/same.bash"
replay=$here/replay
seeds=${FORKSEED_TEST_SEEDS:-800}

# The first step that differs, for whoever has to mend it.
explain() {
	local mode=$1 seed
	shift
	seed=$(cmp -s "$tmp/bare.out" "$tmp/shim.out" ||
		diff "$tmp/bare.out" "$tmp/shim.out" | sed -n 's/^< seed \([0-9]*\):.*/\1/p' | head -n 1)
	[ -n "$seed" ] || return 0
	bare "$@" "$replay" "v$mode" 1 "$seed" >"$tmp/bare.steps"
	shimmed "$@" "$replay" "v$mode" 1 "$seed" >"$tmp/shim.steps"
	echo "#   seed $seed differs from bare first at:"
	diff "$tmp/bare.steps" "$tmp/shim.steps" | grep '^[<>]   ' | sed 's/^/#   /' |
		awk '/</ && !a++ || />/ && !b++'
}

# replays MODE NAME [VARIABLE=VALUE...]
replays() {
	local mode=$1 name=$2
	shift 2
	same "$name" env "$@" "$replay" "$mode" 1 "$seeds"
	explain "$mode" env "$@"
}

# notices FAULT MODE: the replay tells a faulty object from libc.
notices() {
	bare "$replay" "$2" 1 200 >"$tmp/bare.out"
	WRONG=$1 LD_PRELOAD=$here/wrong "$replay" "$2" 1 200 >"$tmp/wrong.out"
	! cmp -s "$tmp/bare.out" "$tmp/wrong.out"
	ok $? "a preloaded object that does '$1' is noticed"
}

notices copy d
notices errno -
notices reseed -
notices atfork f

is "$(bare "$replay" dxw 1 1 | sort | uniq -c | xargs)" "3 libc.so.6" \
	"bare, all three tables are libc's"
is "$(shimmed "$replay" dxw 1 1 | xargs)" "libforkseed.so libc.so.6 libc.so.6" \
	"with the shim, the program's calls are the shim's and the others libc's own"

replays - "the program's own calls"
replays t "a second thread is alive"
replays d "direct calls by dlsym in between"
replays x "a DEEPBIND plugin's calls in between"
replays dxt "both, and a second thread"
replays f "a parent whose children draw, seed and fork"
replays dxtf "all together"
replays dxtf "FORKSEED=off" FORKSEED=off
replays dxtf "FORKSEED_WHEN=fork" FORKSEED_WHEN=fork
replays dxtf "FORKSEED_SEED=text" FORKSEED_SEED=text
replays dxtf "settings that mean nothing" FORKSEED_WHEN=never FORKSEED_NOSUCH=1
finish
