#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Generators that come at odd times: before NumPy, after a fork, in a child, in a thread, by
# the ten thousand; at-fork hooks older than NumPy that draw; interpreters inside the
# interpreter; forks with hardly any stack left.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/python.bash"

need_module numpy "odd times" && {
	for case in import_in_grandparent import_after_fork import_in_thread object_in_thread imported_and_made_in_thread \
		random_before_numpy hook_draws hook_draws_object churn deep; do
		note "$case"
		heals 8 late "$python" "$here/late.py" $case
	done
	if "$python" -c 'import _xxsubinterpreters' 2>/dev/null; then
		note "subinterpreters"
		heals 8 late "$python" "$here/late.py" subinterpreters
	fi
	for case in import_in_child seeded_before_numpy; do
		same "$case, as the program chose" "$python" "$here/late.py" $case
	done
}
finish
