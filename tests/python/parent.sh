#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promise 3: the process that forks draws byte for byte what it draws bare, from every kind of
# generator, and sees the same modules, types, threads and files. What is no affair of forks
# (loky, threading, spawn, tasks with seeds, pickled generators) is as bare, too.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/python.bash"

# distinct CASE TOTAL: differs bare, and still does.
distinct() {
	local how
	for how in bare shimmed; do
		run_into "$tmp/out" $how "$python" "$here/unaffected.py" "$1"
		is "$(counted "$1" "$tmp/out"), status $?" "$2 of $2 differ, status 0" "$1, $how"
	done
}


need_module numpy "the parent's streams" && {
	run_into "$tmp/disturbed" bare "$python" "$here/parent.py" disturbed
	is "$(grep -c 'as before: False' "$tmp/disturbed")" 6 "a disturbed parent would be noticed"
	same "a parent that draws and forks" "$python" "$here/parent.py"
	is "$(grep -c 'as before: True' "$tmp/shim.out")" 6 "generators without a seed stay as they were"
	comm -12 <(cut -d' ' -f2 "$tmp/disturbed" | sort) <(cut -d' ' -f2 "$tmp/shim.out" | sort) |
		grep -cxE '[0-9a-f]{16}' >"$tmp/common"
	is "$(cat "$tmp/common")" 2 "disturbed digests differ: only the first, and the modules', are common"
	same "the same, FORKSEED_WHEN=fork" env FORKSEED_WHEN=fork "$python" "$here/parent.py"
	same "scenario 8, tasks with seeds" "$python" "$here/unaffected.py" seeded_tasks
	same "scenario 6, pickled generators" "$python" "$here/unaffected.py" pickled
	distinct random_module 6
	distinct system_random 6
	distinct made_in_child 6
	distinct spawn 6
	need_module joblib "joblib's other backends" && {
		distinct loky 6
		distinct threading 6
	}
}
finish
