#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promise 1 in reproducible mode: threads that fork at the same time, forks inside forks (a
# signal handler inside an atfork handler), and atfork handlers that draw: never the same
# stream twice, and the set of streams is the same on every run.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/streams.bash"

# sorted COMMAND...: which child got which number is the scheduler's affair.
sorted() { seeded text "$@" | sort; }

for threads in 8 24; do
	total=$((threads * 20 * 3))
	is "$(bare "$here/threads" $threads 20 | different /dev/stdin)" 3 \
		"$threads threads: bare, $((threads * 20)) children draw alike"
	repeatable 5 "$threads threads" sorted "$here/threads" $threads 20
	all_different "$threads threads, 20 forks each" "$tmp/first.all" $total
done

# A fork more than there is room for, and one inside it.
for then in leaves stays; do
	said=$(bare "$here/full" $then)
	if [ "$said" = "one at a time" ]; then
		echo "# a 17th fork: glibc before 2.36 lets one thread fork at a time"
		break
	fi
	is "$said" "reported=4 duplicates=3" "a 17th fork, one $then: bare, all draw alike"
	is "$(seeded text "$here/full" $then)" "reported=4 duplicates=0" "a 17th fork, one $then: all differ"
done

# inside NAME RUNS ARGUMENT...: 0 runs for children that have no number.
inside() {
	local name=$1 runs=$2
	shift 2
	bare "$here/handlers" "$@" >"$tmp/bare"
	[ "$(different "$tmp/bare")" -lt "$(lines "$tmp/bare")" ]
	ok $? "$name: bare, $(different "$tmp/bare") of $(lines "$tmp/bare") streams are different"
	seeded text "$here/handlers" "$@" >"$tmp/first.all"
	all_different "$name: all are different" "$tmp/first.all" "$(lines "$tmp/bare")"
	[ "$runs" -eq 0 ] || repeatable "$runs" "$name" seeded text "$here/handlers" "$@"
}

# An early handler stands outside the shim's own: in a child that has no key yet.
for when in late early; do
	for phase in prepare parent child; do
		numbered=4
		[ "$when $phase" != "early child" ] || numbered=0
		for then in leaves returns; do
			inside "a fork inside, $when $phase handler, $then" $numbered $when $phase $then
			inside "_Fork inside, $when $phase handler, $then" $numbered $when $phase $then _Fork
			# Nobody can tell such a child from what it copies (docs/limits.md).
			case "$when $then $phase" in
			early\ returns\ prepare | early\ returns\ child) continue ;;
			esac
			inside "SYS_clone inside, $when $phase handler, $then" 0 $when $phase $then raw
		done
	done
	inside "a $when handler of the child draws" "$numbered" $when child draws
done
finish
