#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# docs/limits.md, "What else a fork breaks, and forkseed does not mend": each row as it says, bare
# and the same under forkseed, and with its advice. Connections and locks of libc's have tests
# of their own; snapshots of machines need machines.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
unset LD_PRELOAD
python=/usr/bin/python3

# row NAME WANTED MENDED COMMAND...: what is printed bare and under forkseed, in one line, and
# with "mended"
row() {
	is "$(timeout 20 "${@:4}" 2>&1 | paste -sd' ')" "$2" "$1: bare, $2"
	is "$(timeout 20 "$launcher" "${@:4}" 2>&1 | paste -sd' ')" "$2" "the same under forkseed"
	[ -z "$3" ] || is "$(timeout 20 "${@:4}" mended 2>&1 | paste -sd' ')" "$3" "as advised: $3"
}
# numbers NAME CASE WANTED MENDED: how many of its lines differ
numbers() {
	is "$("$python" "$here/limits.py" "$2" | sort -u | wc -l)" "$3" "$1: bare, $3"
	is "$("$launcher" "$python" "$here/limits.py" "$2" | sort -u | wc -l)" "$3" "the same under forkseed"
	[ -z "$4" ] || is "$("$python" "$here/limits.py" "$2" mended | sort -u | wc -l)" "$4" "as advised: $4"
}
here=$root/tests/field
limits=$programs/field/limits

row "exit handlers that a child runs, too" "bye line bye line" "line bye" "$limits" handlers "$tmp/x"
row "file offsets" "parent a child b parent c" "parent a child a parent b" "$limits" offsets "$tmp/file"
row "locks on files" "flock lost fcntl not the child's" "flock kept fcntl not the child's" "$limits" locks "$tmp/locked"
row "a thread of POSIX AIO that is gone" "parent read child in progress" "child read parent read" "$limits" aio "$tmp/file"
row "a recursive mutex" "may not unlock locked" free "$limits" mutexes "$tmp/x"
if need "$python" "limits from Python"; then
	skipped=
	"$python" -c 'import sys; sys.exit(sys.version_info < (3, 13))' && skipped="handler ran"
	row "exit handlers that a Pool skips" "$skipped" "handler ran" "$python" "$here/limits.py" pool
	row "a pool of threads that is gone" waits 0 "$python" "$here/limits.py" executor
	row "threads that are gone" 1 "" "$python" "$here/limits.py" threads
	numbers "an id that was drawn once" id 1 2
	numbers "numbers that were drawn ahead" stock 1 2
	numbers "a generator in tasks' arguments" argument 1 2
	numbers "a hash seed, the parent's and its child's" hash 1 ""
	if [ -x "$build/forkseed-audit" ]; then
		"$launcher" --check "$python" "$here/limits.py" id >"$tmp/out" 2>&1
		is "$?" 0 "and the audit sees nothing, where nobody draws in a child"
	else
		lacks libdw-dev "the audit of an id"
	fi
fi
finish
