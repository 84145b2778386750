#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Connections between pid namespaces: a number is another process's there. Children are cut off, and
# whose /proc shows both is told of.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/innocent.bash"
peers=all

# cut_off NAME COMMAND...: its child has the connection, but not where it is isolated; the parent goes on.
cut_off() {
	local name=$1
	shift
	run bare "$@"
	if [ "$(cat "$tmp/bare/status")" = "status 1" ] || grep -q "no pid namespace" "$tmp/bare/out"; then
		skip "no right to make a pid namespace" "$name"
		return
	fi
	is "$(grep -c "^a child: answer" "$tmp/bare/out")" 1 "$name: bare, its child has it"
	isolated "$@"
	is "$(grep "^a child: " "$tmp/isolate/out")" "a child: EPIPE" "$name: isolated, it is cut off"
	grep -q "^the parent at last: answer" "$tmp/isolate/out"
	ok $? "$name: isolated, its parent goes on"
}

# Where a pid namespace has no /proc of its own, that shows other processes by its numbers.
cut_off apart_from_owner "$built/spaces" apart_from_owner
cut_off "process 1, a child of process 1" unshare --pid --mount-proc --fork "$built/spaces" first_of_its_own
cut_off "both in a pid namespace without its /proc" unshare --pid --fork sh -c '"$@"; exit' - "$built/spaces" child_asks

run bare "$built/spaces" shared_with_one_apart
if grep -q "no pid namespace" "$tmp/bare/out"; then
	skip "no right to make a pid namespace" shared_with_one_apart
else
	warned "$built/spaces" shared_with_one_apart
	same warn "shared_with_one_apart: warned, as bare"
	accused | grep -q "^shared-use .*written by two"
	ok $? "shared_with_one_apart: who shares it with another pid namespace's process is told"
fi
finish
