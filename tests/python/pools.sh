#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# np.random in forked workers, whoever forks: bare they repeat each other, with the shim none
# does. Four doubles a line: two of 100 lines are equal by chance once in 10^60 runs (one
# double, where a task draws one: once in 10^12).
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/python.bash"

ways() {
	local count=$1 way
	shift
	for way in "$@"; do heals "$count" "$way" "$python" "$here/pools.py" "$way"; done
}

need_module numpy "np.random in workers" && {
	ways 4 pool nested forkserver
	ways 100 hundred
	ways 40 executor
	ways 32 threads
	ways 12 grandchildren
	ways 8 process maxtasksperchild fork random_fork forkpty thread handler at_exit
	ways 8 gaussian seeded late
	if "$python" -c 'import numpy.random as r; r.set_bit_generator' 2>/dev/null; then
		ways 8 other_bit_generator
	fi
	# All in one process: their imports take longer than all the rest.
	libraries=
	for library in joblib scipy sklearn pandas; do
		need_module $library "$library in workers" && libraries+=" $library"
	done
	# shellcheck disable=SC2086 # words
	[ -z "$libraries" ] || heals 8 "$libraries" "$python" "$here/libraries.py" $libraries
}
finish
