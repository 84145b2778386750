#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# --doctor --pid of a child with several threads, all of which wait: one for a mutex that
# a thread of its parent's held, the others for that one, or parked. Without the first
# nothing is told.
. "$(dirname "$0")/../lib.sh"

if [ ! -x "$build/forkseed-audit" ]; then
	skip "forkseed-audit is not built without libdw-dev (make deps)" "--doctor --pid"
	finish
	exit 0
fi

# look PID WORDS: into "$tmp/told", again for ten seconds until they are there: on a busy machine
# a thread may have a step to go before it waits.
look() {
	local i
	for ((i = 0; i < 20; i++)); do
		"$launcher" --doctor --pid "$1" >"$tmp/told"
		! grep -q "^stuck: $2" "$tmp/told" || return 0
		sleep 0.5
	done
}

# hangs KIND: until a child does; says which, and whose.
hangs() {
	"$programs/stuck/orphans" "$1" >"$tmp/$1" &
	parent=$!
	until grep -qs hung "$tmp/$1" || ! kill -0 $parent 2>/dev/null; do sleep 0.1; done
	child=$(pgrep -P $parent)
}

hangs threads
is "$(find "/proc/$child/task" -maxdepth 1 -mindepth 1 | wc -l)" 3 "the child has three threads"
look "$child" yes
grep -Eq '^stuck: yes: all of its 3 threads wait; thread [0-9]+ waits for mutex in orphans \(a mutex\): its owner, thread [0-9]+, does not exist' "$tmp/told"
ok $? "it is told, with the mutex and its owner"
grep -q '^stuck: in lock_in_thread ' "$tmp/told"
ok $? "by the stack of the thread that waits"
"$launcher" --doctor --pid "$parent" >"$tmp/told"
grep -q '^stuck: not known to be' "$tmp/told"
ok $? "its parent, which waits for it, is not"
kill -9 "$child"
wait
hangs parked
"$launcher" --doctor --pid "$child" >"$tmp/told"
grep -q '^stuck: not known to be' "$tmp/told"
ok $? "a child whose threads are merely parked is not"
kill -9 "$child"
wait
finish
