#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Some system calls and allocations fail, of those that soak-calls.sh and soak-memory.sh fail in
# turn: the program goes on as bare and its children differ, the launcher and forkseed-audit end with
# a line, leave no file, and call nothing green.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/faults.bash"
may_fail

# What is there to see is seen: a shim that is none, a launcher and a reporter that do nothing.
shown() {
	"$python" "$root/tests/faults/faults.py" "$@" >"$tmp/seen" 2>&1
	! tail -n 1 "$tmp/seen" | grep -q 'faults, 0 bad'
	ok $? "$*: it is seen that this is bad: $(tail -n 1 "$tmp/seen")"
}
shown plain every=12 with=/usr/bin/env
shown audit every=12 with=/bin/true

fail shim 3
fail plain 1 every=11 from=5
if [ -x "$build/forkseed-audit" ]; then
	fail launcher 2 every=60 from=31
	fail launcher-memory 2 every=29 from=7
	fail audit 2 every=80 from=70
	fail audit-memory 1 every=6000 from=900
	# What elfutils falls over is none of its reports: one line, and no green.
	LD_PRELOAD=$shim FORKSEED_AUDIT=$tmp/made "$programs/faults/subject" >/dev/null 2>&1
	strace -qq -o /dev/null -P "$tmp/made.raw" -e inject=openat:signal=SEGV "$build/forkseed-audit" "$tmp/made" 2>"$tmp/said"
	is "$? $(cat "$tmp/said") $(ls "$tmp/made" 2>/dev/null)" "125 forkseed: the report could not be made: a crash " \
		"a report's maker that crashes says so, and is not green"
else
	lacks libdw-dev "faults of audits"
fi
finish
