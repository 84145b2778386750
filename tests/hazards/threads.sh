#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promises 1, 4 and 5 with a parent whose threads use the generators all the time: bare,
# children hang on libc's lock; with the shim none hangs, crashes or repeats another.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/outcomes.sh"

# judge NAME FILE: with the shim, nothing bad on any line.
judge() {
	local what
	for what in duplicates hung crashed; do
		is "$(none_bad $what "$2")" "" "$1: with the shim none of $(sum reported "$2") $what"
	done
}

bare "$programs/hazards/hang" 100 0.3 >"$tmp/bare"
ok $? "hang: bare run ends"
note "bare: $(sum hung "$tmp/bare") of 1600 children hang, $(sum duplicates "$tmp/bare") repeat"
[ "$(sum hung "$tmp/bare")" -gt 0 ]
ok $? "hang: bare, children hang"
shimmed "$programs/hazards/hang" 400 20 >"$tmp/shim"
ok $? "hang: run with the shim ends"
is "$(sum reported "$tmp/shim")" 6400 "hang: with the shim all 6400 children report"
judge hang "$tmp/shim"

bare "$programs/hazards/torn" 256 0.5 >"$tmp/bare"
ok $? "torn: bare run ends"
note "bare: $(sum hung "$tmp/bare") of 256 children hang, $(sum crashed "$tmp/bare") crash"
[ "$(sum hung "$tmp/bare")" -gt 0 ]
ok $? "torn: bare, children hang"
shimmed "$programs/hazards/torn" 10000 20 >"$tmp/shim"
ok $? "torn: run with the shim ends"
note "$(grep '^# torn' "$tmp/shim")"
is "$(sum reported "$tmp/shim")" 10000 "torn: with the shim all 10000 children report"
judge torn "$tmp/shim"
finish
