#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# FORKSEED_SEED with NumPy: every worker has a stream of its own, the same one on every run, of
# generators with a seed, too; the parent draws as bare, and what a child seeds is as asked.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/python.bash"

export FORKER=$built/forker
# kinds_of: PCG64DXSM is of NumPy 1.21.
kinds_of() {
	"$python" -c 'import numpy.random as r
print("stream", *(n for n in "MT19937 PCG64 PCG64DXSM Philox SFC64".split() if hasattr(r, n)), "RandomState Random")'
}

# seeded TEXT COMMAND...: in reproducible mode, lines in order of their worker.
seeded() {
	local text=$1
	shift
	shimmed env FORKSEED_SEED="$text" "$@" </dev/null | sort
}

# streams FILE: the children's lines without their worker's name.
streams() { grep -v ' parent ' "$1" | cut -d' ' -f1,3-; }

# own_streams NAME FILE: each of 4 workers draws its own from each kind.
own_streams() {
	local kind
	streams "$2" >"$tmp/streams"
	for kind in $kinds module; do
		is "$(counted "$kind" "$tmp/streams")" "4 of 4 differ" "$1, $kind: with the shim, 4 of 4"
	done
}

# repeats_itself RUNS WAY: as often.
repeats_itself() {
	local equal=1 i
	seeded text "$python" "$here/seeded.py" "$2" >"$tmp/$2"
	for ((i = 1; i < $1; i++)); do
		seeded text "$python" "$here/seeded.py" "$2" | cmp -s - "$tmp/$2" && equal=$((equal + 1))
	done
	is "$equal" "$1" "$2: $1 runs agree"
	own_streams "$2" "$tmp/$2"
}

# others NAME COMMAND...: none of the children's streams is one of `fork`'s.
others() {
	local name=$1
	shift
	"$@" >"$tmp/other"
	is "$(streams "$tmp/other" | wc -l), $(comm -12 <(streams "$tmp/other" | sort) <(streams "$tmp/fork" | sort) | wc -l) in common" \
		"$(streams "$tmp/fork" | wc -l), 0 in common" "$name"
}

need_module numpy "reproducible workers" && {
	kinds=$(kinds_of)
	bare "$python" "$here/seeded.py" pool </dev/null | sort >"$tmp/bare"
	streams "$tmp/bare" >"$tmp/streams"
	for kind in $kinds; do
		is "$(counted "$kind" "$tmp/streams")" "1 of 4 differ" "bare, $kind: 1 of 4"
	done
	repeats_itself 20 pool
	for way in process fork tree native; do repeats_itself 3 $way; done
	is "$(grep ' parent ' "$tmp/pool")" "$(grep ' parent ' "$tmp/bare")" "the parent draws as bare"
	is "$(streams "$tmp/fork" | sort)" "$(streams "$tmp/process" | sort)" \
		"a worker's stream depends on its place alone, not on what forks"
	is "$(streams "$tmp/native" | sort)" "$(streams "$tmp/fork" | sort)" "nor on whether CPython is told"
	seeded text env FORKSEED_WHEN=fork "$python" "$here/seeded.py" fork >"$tmp/when"
	check "FORKSEED_WHEN=fork changes no number" cmp "$tmp/when" "$tmp/fork"
	others "another text" seeded other "$python" "$here/seeded.py" fork
	others "another seed of the program's" seeded text "$python" "$here/seeded.py" fork 2
	others "no text" shimmed env "$python" "$here/seeded.py" fork
	same "a parent that draws and forks" env FORKSEED_SEED=text "$python" "$here/parent.py"
	for case in seed hook_partial objects_seed; do
		bare "$python" "$here/wins.py" $case | grep '^own' | sort >"$tmp/bare"
		is "$(seeded text "$python" "$here/wins.py" $case | grep '^own')" "$(cat "$tmp/bare")" \
			"$case: what the program chose, as bare"
	done
}
finish
