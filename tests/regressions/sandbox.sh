#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promise 3: in a process that was never forked, the first drand48() and the first 30 arrays
# need no system call that bare does not need, and errno survives where memory is refused.
. "$(dirname "$0")/../lib.sh"
sandbox=$programs/regressions/sandbox

bare "$sandbox" strict getppid >"$tmp/killed" 2>/dev/null
[ $? -eq 137 ] && [ ! -s "$tmp/killed" ]
ok $? "bare, a system call in the sandbox is deadly"

for what in "strict drand48" "strict arrays" "memory drand48" "memory arrays"; do
	# shellcheck disable=SC2086 # two words
	bare "$sandbox" $what >"$tmp/bare"
	is "$? $(tail -n 1 "$tmp/bare")" "0 alive" "$what: survived bare"
	# shellcheck disable=SC2086 # two words
	shimmed "$sandbox" $what >"$tmp/shim"
	ok $? "$what: survived with the shim"
	is "$(cat "$tmp/shim")" "$(cat "$tmp/bare")" \
		"$what: as bare: $(grep -v '^memory\|^alive' "$tmp/bare")"
done
[ "$(bare "$sandbox" memory arrays | grep -c 'memory to be had: 0\| 0 failed')" = 2 ]
ok $? "bare, without memory, 0 of 200 calls failed or changed errno"
finish
