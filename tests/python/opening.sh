#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Threads that open and close libraries and make generators all the time: no child of a fork
# among them hangs, crashes or repeats another. (dlopen's own results: conformance/dlopen.sh.)
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/python.bash"

need_module numpy "threads that open libraries" && {
	run_into "$tmp/bare" bare "$python" "$here/opening.py" 100
	is "$?, $(counted draw "$tmp/bare")" "0, 1 of 100 differ" "bare, 1 of 100"
	run_into "$tmp/shim" shimmed "$python" "$here/opening.py" 200
	is "$?, $(counted draw "$tmp/shim")" "0, 200 of 200 differ" "with the shim, 200 of 200"
	is "$(tail -n 1 "$tmp/shim")" "hung=0 failed=0" "of them $(tail -n 1 "$tmp/shim")"
}
finish
