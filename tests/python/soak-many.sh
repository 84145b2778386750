#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promise 2 for NumPy and Python's Random: 20 000 children, none repeats another. Two doubles
# each: a repetition by chance is seen once in 10^22 runs.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/python.bash"
bare() { timeout -k 5 1800 env -u LD_PRELOAD "$@"; }
shimmed() { timeout -k 5 1800 env LD_PRELOAD="$shim" "$@"; }

need_module numpy "many children" && {
	run_into "$tmp/bare" bare "$python" "$here/many.py" 40 "$built/forker"
	run_into "$tmp/shim" shimmed "$python" "$here/many.py" 20000 "$built/forker"
	ok $? "run with the shim ends"
	for kind in stream RandomState MT19937 PCG64 PCG64DXSM Philox SFC64 Random; do
		is "$(counted "$kind" "$tmp/bare")" "1 of 40 differ" "$kind: bare, 1 of 40"
		is "$(counted "$kind" "$tmp/shim")" "20000 of 20000 differ" "$kind: $(counted "$kind" "$tmp/shim")"
	done
}
finish
