#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Generator objects that the parent made. Without a seed: forked children draw alike bare, and
# each its own with the shim, wherever the object hangs. With a seed or a restored state:
# left alone, in the parent and in children. A half-word is 32 bits: two of 4 children draw
# the same one by chance once in 10^9; for longer draws far less.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/python.bash"

need_module numpy "generator objects" && {
	names=$("$python" "$here/objects.py" names)
	heals 4 "$names" "$python" "$here/objects.py"
	for how in bare shimmed; do run_into "$tmp/$how" $how "$python" "$here/states.py"; done
	newer=PCG64DXSM
	grep -q "^$newer " "$tmp/bare" || { skip "NumPy before 1.21 has none" "$newer" && newer=; }
	for kind in MT19937 PCG64 $newer Philox SFC64 stream RandomState Random; do
		is "$(grep "^$kind " "$tmp/bare" | grep -c ' shared=[1-9]')" 8 "$kind: bare, the state is the parent's"
		is "$(grep -c "^$kind shared=0 " "$tmp/shimmed")" 8 \
			"$kind: with the shim, $(grep "^$kind " "$tmp/shimmed" | sort -u | xargs)"
		differs "whole-$kind" 8 0 "$tmp/shimmed"
	done
	same "seeded or restored generators" "$python" "$here/explicit.py"
	same "the same, FORKSEED_WHEN=fork" env FORKSEED_WHEN=fork "$python" "$here/explicit.py"
}
finish
