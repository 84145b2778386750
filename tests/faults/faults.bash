# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2154
# What the tests of faults share: fail WHAT LEAST [ARGUMENT]..., two points: none is bad, and at
# least LEAST faults were injected. Needs strace where system calls fail. Sourced after lib.sh.
python=/usr/bin/python3
unset LD_PRELOAD FORKSEED_TEST_LIMIT FORKSEED_TEST_JOBS

fail() {
	local what=$1 least=$2
	shift 2
	"$python" "$root/tests/faults/faults.py" "$what" "$@" >"$tmp/told" 2>&1
	sed 's/^/# /' "$tmp/told"
	is "$(tail -n 1 "$tmp/told" | sed 's/.*faults, //')" "0 bad" "$what${*:+ ($*)}: nobody suffers, and nothing is called green"
	[ "$(tail -n 1 "$tmp/told" | sed 's/ .*//')" -ge "$least" ]
	ok $? "$what${*:+ ($*)}: $(tail -n 1 "$tmp/told" | sed 's/,.*//')"
}

# may_fail: whether there is what it takes; else the test has ended.
may_fail() {
	need "$python" "faults" && need strace "system calls that fail" && return
	finish
	exit 0
}
