#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# --connections where it once failed: each situation bare, where no child is cut off, and isolated.
. "$(dirname "$0")/../lib.sh"
program=$programs/regressions/connections
isolated=("$launcher" --connections=isolate --peers=all)

# situation NAME COUNT WANTED TEXT: nothing is cut off bare, WANTED times isolated.
situation() {
	is "$(bare "$program" "$1" "$2") $("${isolated[@]}" "$program" "$1" "$2")" \
		"0 $3" "$4: $3 cut off, 0 bare"
}

situation lasting 4500 1 "a connection that outlasts 4500 others"
situation together 1000 1000 "two threads that fork at once, both children"
situation after_vfork 1 1 "dup2() in a child of vfork()"
situation accepted_half 1 0 "what was accepted, and half closed, at a number that was a client's socket"
situation client_half 1 1 "a client's connection that its parent has half closed"

hide=(unshare --mount sh -c 'mount -t proc -o hidepid=2 proc /proc && exec "$@"' sh)
if "${hide[@]}" true 2>/dev/null; then
	is "$("${hide[@]}" "$program" hidden 1) $("${hide[@]}" "${isolated[@]}" "$program" hidden 1)" \
		"0 1" "an owner that /proc hides: 1 cut off, 0 bare"
else
	skip "no right to mount /proc" "an owner that /proc hides"
fi

wanted=$(bare "$program" pointers 0)
is "$(tr , '\n' <<<"$wanted" | grep -c '^ *-1 [BIS]')" 15 "15 calls with bad pointers fail bare"
for mode in isolate,touch warn; do
	is "$("$launcher" --connections=$mode --peers=all --audit="$tmp/found" \
		"$program" pointers 0 2>/dev/null)" "$wanted" "bad pointers, $mode: as bare"
done

# Each as the first call of a process, before any of forkseed's constructors; daemon's child
# is waited for by its end of the pipe.
early=$programs/regressions/early-call
for name in $(nm -D --defined-only "$build/libforkseed-connections.so" | cut -d' ' -f3); do
	wanted=$(EARLY_CALL=$name LD_PRELOAD=$early bash -c : 2>&1 | cat)
	[[ $wanted != *"symbol lookup error"* ]] || continue # an older libc lacks it
	is "$(EARLY_CALL=$name FORKSEED_CONNECTIONS=isolate \
		LD_PRELOAD="$shim:$build/libforkseed-connections.so:$early" bash -c : 2>&1 | cat)" \
		"$wanted" "before the constructor: $wanted, as bare"
	[ "$wanted" != "$name: 99" ] || ok 1 "$name is a call that is tried"
done

crashed=0
for ((run = 0; run < 60; run++)); do
	"${isolated[@]}" "$program" early 300 2>/dev/null || crashed=$((crashed + 1))
done
is $crashed 0 "threads that call before the constructor: no crash in 60 runs"
finish
