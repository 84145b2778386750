#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A child forks though a thread of its parent's was inside the dynamic linker: what the parent
# has opened is for the parent to look at, and what the child has opened, until that was new.
. "$(dirname "$0")/../lib.sh"
held=$programs/regressions/loader-held

is "$(bare "$held" inherits) $(bare "$held" opens)" "forked forked" "bare: the child forks"
if [ "$(bare "$held" walks)" != hung ]; then
	skip "this libc frees that lock in a child" "a child of a process whose thread is in the linker"
	finish
	exit
fi

# forks NAME COMMAND...: the child forks, after its parent or it has opened something.
forks() {
	local name=$1
	shift
	is "$("$@" "$held" inherits) $("$@" "$held" opens)" "forked forked" "$name"
}

forks "with the shim" env LD_PRELOAD="$shim"
forks "with --seed" "$launcher" --seed=x
forks "with --when=fork" "$launcher" --when=fork
forks "with --locks=heal" "$launcher" --locks=heal
forks "with --locks=heal,mutexes" "$launcher" --locks=heal,mutexes
forks "with an audit" env LD_PRELOAD="$shim" FORKSEED_AUDIT="$tmp/report"
forks "with one of locks" env LD_PRELOAD="$shim ${shim%.so}-locks.so" FORKSEED_AUDIT="$tmp/report" FORKSEED_LOCKS=warn
[ -s "$tmp/report.raw" ]
ok $? "which has recorded"
finish
