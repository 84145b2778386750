#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What a fork pays for --locks=heal, counted: beside what an empty second object costs, no page
# fault and, with one thread, no system call; with more, one, the barrier. No clock is asked.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../empty.bash"

# Own copies, which no other process maps meanwhile: else there are pages of theirs to find.
cp "$build/libforkseed-locks.so" "$tmp"
locks=$tmp/libforkseed-locks.so
empty=$tmp/libforkseed-empty.so
make_empty "$locks" "$empty"
second() { env LD_PRELOAD="$shim:$1" FORKSEED_LOCKS=heal "${@:2}"; }

# faults MODE OBJECT: of the parent and of its children in a hundred forks, the least of many runs.
# Whether a fork's stack reaches into one page more depends on where the environment ends; and whether
# what glibc knows of a thread lies on one page or on two, on how long the names of objects are.
faults() {
	local pad longer=${2%/*}
	for pad in {1..4100..100}; do
		longer+=/././././././././././.
		PAD=$(printf "%0${pad}d") second "$longer/${2##*/}" setarch -R "$programs/locks/fork-counts" "$1" 30
	done | sed 's/[a-z]*=//g' | awk '
		NR == 1 || $1 < parent { parent = $1 }
		NR == 1 || $2 < child { child = $2 }
		END { print parent, child }'
}

for mode in alone idle; do
	read -r parent child <<<"$(faults $mode "$locks")"
	read -r least_parent least_child <<<"$(faults $mode "$empty")"
	[ "$parent" -le "$least_parent" ] && [ "$child" -le "$least_child" ]
	ok $? "$mode: $parent and $child page faults a hundred forks; beside an empty object $least_parent and $least_child"
done

# calls OBJECT MODE NAME: how many of that name the parent makes in fifty forks.
calls() {
	local count few=
	for count in 50 100; do
		strace -qq -c -o "$tmp/calls" -E LD_PRELOAD="$shim:$1" -E FORKSEED_LOCKS=heal \
			"$programs/locks/fork-counts" "$2" $count >/dev/null
		few+=" $(awk -v name="$3" '$NF == name { calls = $4 } END { print calls + 0 }' "$tmp/calls")"
	done
	echo $((${few##* } - ${few% *}))
}

if need strace "system calls of a fork"; then
	# A fork and a wait are two calls; glibc 2.41's make four.
	alone=0
	! older_libc 2.32 || alone=50 # which says of no process that it has one thread
	for mode in alone:$alone idle:50; do
		is "$(calls "$locks" "${mode%:*}" membarrier)" "${mode#*:}" "${mode%:*}: ${mode#*:} barriers of fifty forks"
		least=$(calls "$empty" "${mode%:*}" total)
		[ "$least" -ge 100 ] &&
			[ "$(calls "$locks" "${mode%:*}" total)" -eq $((least + ${mode#*:})) ]
		ok $? "${mode%:*}: no other system call than the $least beside an empty object"
	done
fi
finish
