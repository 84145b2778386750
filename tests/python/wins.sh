#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promise 4: what a Python program does itself in its children wins over the heal: seeds,
# states, at-fork hooks, initializers. What it chose is as bare; what it inherited differs.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/python.bash"

# wins COUNT INHERITED COMMAND...: of COUNT children; INHERITED: labels that must differ.
wins() {
	local count=$1 inherited=$2 case=${*: -1} label
	shift 2
	run_into "$tmp/bare" bare "$@"
	is "status $?, $(total own "$tmp/bare") own" "status 0, $count own" "$case: bare run"
	run_into "$tmp/shim" shimmed "$@"
	ok $? "$case: run with the shim"
	is "$(grep -E '^(own|parent) ' "$tmp/shim" | sort)" \
		"$(grep -E '^(own|parent) ' "$tmp/bare" | sort)" \
		"$case: $(total own "$tmp/shim") children draw what the program chose"
	for label in $inherited; do
		repeats "$label" "$count" 0 "$tmp/bare"
		differs "$label" "$count" 0 "$tmp/shim"
	done
}

need_module numpy "what the program does itself" && {
	for case in seed set_state saved_state state_setter objects_seed objects_init \
		module_random own_generators; do
		wins 4 inherited "$python" "$here/wins.py" $case
	done
	if "$python" -c 'import numpy.random as r; r.set_bit_generator' 2>/dev/null; then
		wins 4 inherited "$python" "$here/wins.py" set_bit_generator
	fi
	for case in hook hook_partial hook_after_fork hook_before_numpy hook_objects \
		hook_before_numpy_objects hook_pool; do
		wins 4 "" "$python" "$here/wins.py" $case
	done
	for how in bare shimmed; do
		run_into "$tmp/entropy" $how "$python" "$here/wins.py" hook_entropy
		is "$(counted own "$tmp/entropy")" "4 of 4 differ" "hook_entropy, $how: seeds of its own"
	done
	wins 4 "" "$python" "$here/workers.py" initializer
	wins 4 "" "$python" "$here/workers.py" initializer_numbers
	wins 40 "" "$python" "$here/workers.py" task_seeds
	wins 4 "" "$python" "$here/workers.py" data_loader
	wins 8 restored "$python" "$here/workers.py" temporary_seed
	wins 8 "python legacy new" "$python" "$here/workers.py" temporary_seed_objects
}
finish
