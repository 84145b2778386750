#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What a fork pays for --locks=heal, counted: beside what an empty second object costs, no page
# fault and, with one thread, no system call; with more, one, the barrier. No clock is asked.
. "$(dirname "$0")/../lib.sh"

second() { env LD_PRELOAD="$shim:$1" FORKSEED_LOCKS=heal "${@:2}"; }
locks=$build/libforkseed-locks.so
empty=$build/bench/empty.so

# faults MODE OBJECT: of the parent and its children in a hundred forks, the least of five runs.
faults() {
	for _ in 1 2 3 4 5; do second "$2" setarch -R "$programs/locks/fork-counts" "$1" 100; done |
		sort -t= -k3n | head -n 1 | sed 's/[a-z]*=//g'
}

for mode in alone idle; do
	read -r parent child <<<"$(faults $mode "$locks")"
	read -r least_parent least_child <<<"$(faults $mode "$empty")"
	[ "$parent" -le "$least_parent" ] && [ "$child" -le "$least_child" ]
	ok $? "$mode: $parent and $child page faults a hundred forks; beside an empty object $least_parent and $least_child"
done

# calls MODE COUNT NAME: how many of that name the parent makes.
calls() {
	strace -qq -c -o "$tmp/calls" -E LD_PRELOAD="$shim:$locks" -E FORKSEED_LOCKS=heal \
		"$programs/locks/fork-counts" "$1" "$2" >/dev/null
	awk -v name="$3" '$NF == name { calls = $4 } END { print calls + 0 }' "$tmp/calls"
}

if need strace "system calls of a fork"; then
	for mode in alone:0 idle:50; do
		few=$(calls ${mode%:*} 50 membarrier) many=$(calls ${mode%:*} 100 membarrier)
		is $((many - few)) "${mode#*:}" "${mode%:*}: ${mode#*:} barriers of fifty forks"
		few=$(calls ${mode%:*} 50 total) many=$(calls ${mode%:*} 100 total)
		is $((many - few)) $((100 + ${mode#*:})) "${mode%:*}: no other system call but a fork and a wait"
	done
fi
finish
