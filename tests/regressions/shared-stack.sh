#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# clone(2), called on a stack in shared memory: the child finds what it needs, though its
# parent goes on there at once.
. "$(dirname "$0")/../lib.sh"
stack=$programs/regressions/shared-stack

is "$(bare "$stack")" "20 of 20" "bare: each child does what it was asked to"
is "$("$launcher" "$stack")" "20 of 20" "with the shim"
for option in --seed=x --when=fork --locks=heal --locks=heal,mutexes; do
	is "$("$launcher" "$option" "$stack")" "20 of 20" "with $option"
done
for settings in FORKSEED_SEED= FORKSEED_SEED=x; do
	is "$(env LD_PRELOAD="$shim" FORKSEED_AUDIT="$tmp/report" "$settings" "$stack")" "20 of 20" \
		"with an audit, and ${settings#*_}"
done
finish
