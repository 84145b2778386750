#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# --when=fork: a child's key is not for its own children to find, however they were made.
. "$(dirname "$0")/../lib.sh"
keys=$programs/regressions/left-keys

if ! grep -qs '^VmFlags:.* wf' <(LD_PRELOAD="$shim" cat /proc/self/smaps); then
	skip "this kernel does not show which memory it wipes" "keys that are left"
	finish
	exit
fi
for way in fork _Fork clone; do
	[ $way != _Fork ] || ! older_libc 2.34 || continue # which has none
	found=$("$launcher" --when=fork "$keys" $way)
	grep -qx 'child [1-9][0-9]*' <<<"$found"
	ok $? "$way: a child has its key, so this witness can see"
	is "$(grep '^its' <<<"$found")" "its child 0" "$way: but its child has not"
done
finish
