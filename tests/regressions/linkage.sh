#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promises 1 and 3: what else is linked into the program does not mislead the shim: names
# that the program or a library shares with libc, and a library that forks very early.
. "$(dirname "$0")/../lib.sh"
here=$programs/regressions

# compare NAME PROGRAM [OBJECT]: values as bare, children repeat bare and differ with the shim.
compare() {
	local name=$1 program=$here/$2 object=${3:+$here/$3}
	LD_PRELOAD=$object "$program" >"$tmp/bare" 2>"$tmp/bare.err"
	LD_PRELOAD=$shim${object:+:$object} "$program" >"$tmp/shim" 2>"$tmp/shim.err"
	ok $? "$name: runs to its end"
	is "$(grep -v unique "$tmp/shim")" "$(grep -v unique "$tmp/bare")" \
		"$name: $(grep -vc unique "$tmp/bare") lines of values as bare"
	is "$(cat "$tmp/bare.err" "$tmp/shim.err")" "" \
		"$name: nothing on stderr, where functions of its own would speak"
	is "$(grep -h '^unique' "$tmp/bare" "$tmp/shim" | xargs)" "unique 1 unique 8" \
		"$name: 1 of 8 children bare, 8 of 8 with the shim"
}

compare "plain" values
compare "address of initstate_r in a fixed-address program" values-fixed
compare "own srandom_r, erand48_r, initstate_r" values-own
compare "library with a seed48 that returns NULL" values null-seed48
compare "library that forks before the shim has started" values early-fork
is "$(grep -h '^constructor' "$tmp/bare" "$tmp/shim" | xargs)" \
	"constructor: unique 1 constructor: unique 8" \
	"in the constructor: 1 of 8 children bare, 8 of 8 with the shim"
LD_DEBUG=libs LD_PRELOAD=$shim:$here/early-fork "$here/values" 2>&1 >/dev/null |
	grep -o 'calling init: .*' >"$tmp/inits"
is "$(grep -o 'early-fork\|libforkseed' "$tmp/inits" | head -n 2 | xargs)" \
	"early-fork libforkseed" "that constructor did run before the shim's"
finish
