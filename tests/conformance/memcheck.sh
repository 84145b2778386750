#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# By check-all alone.
# Promise 3: valgrind's memcheck finds nothing to report about the shim while random call
# sequences are replayed, in the parent and in its children.
# Takes long.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/same.bash"

memcheck() {
	valgrind -q --error-exitcode=99 --log-file="$tmp/valgrind" \
		"$here/replay" dtf 1 40
}

need valgrind "memcheck" && {
	bare "$here/replay" dtf 1 40 >"$tmp/bare"
	WRONG=wild LD_PRELOAD=$here/wrong memcheck >"$tmp/wrong"
	is $? 99 "a read of freed memory in a preloaded object is noticed"
	LD_PRELOAD=$shim memcheck >"$tmp/shim"
	is "$? $(wc -c <"$tmp/valgrind")" "0 0" "memcheck is silent about the shim"
	head -n 20 "$tmp/valgrind" | sed 's/^/#   /'
	cmp -s "$tmp/bare" "$tmp/shim"
	ok $? "under valgrind the traces are as bare"
	FORKSEED_WHEN=fork LD_PRELOAD=$shim memcheck >"$tmp/shim"
	is "$? $(wc -c <"$tmp/valgrind")" "0 0" "also with FORKSEED_WHEN=fork"
}
finish
