#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promises 3 and 7: a state array that is unmapped, read-only or shared is written only inside
# a call in which libc itself would write it, also with FORKSEED_WHEN=fork.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/outcomes.sh"

# worse FIELD BARE SHIM: the lines where FIELD is higher with the shim than bare.
worse() {
	paste -d'|' "$2" "$3" | awk -F'|' -v field=" $1=" '
		function value(line) { sub(".*" field, "", line); return line + 0 }
		value($2) > value($1) { print $2 }'
}

bare "$programs/hazards/buffers" >"$tmp/bare"
ok $? "buffers: bare run ends"
note "bare: $(sum reported "$tmp/bare") children report, $(sum duplicates "$tmp/bare") repeat, $(sum crashed "$tmp/bare") crash"
[ "$(grep -c 'draw .* duplicates=19' "$tmp/bare")" -gt 0 ]
ok $? "buffers: bare, children that draw repeat each other"

for when in first-use fork; do
	shimmed env FORKSEED_WHEN=$when "$programs/hazards/buffers" >"$tmp/shim"
	ok $? "buffers: run with the shim ends ($when)"
	note "shim, $when: $(sum reported "$tmp/shim") children report, $(sum crashed "$tmp/shim") crash"
	is "$(wc -l <"$tmp/shim")" 24 "buffers: every case ran ($when)"
	for what in written crashed hung; do
		is "$(worse $what "$tmp/bare" "$tmp/shim")" "" "buffers: no case is worse than bare: $what ($when)"
	done
	is "$(grep ' nothing ' "$tmp/shim" | grep -v 'written=0 .* crashed=0$')" "" \
		"buffers: a child that draws nothing touches none ($when)"
	is "$(grep 'left-behind draw' "$tmp/shim" | grep -v 'written=0 .*duplicates=0 hung=0 crashed=0$')" "" \
		"buffers: children of a parent that left the buffer draw distinct numbers ($when)"
done
finish
