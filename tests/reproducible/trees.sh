#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promise 1 in reproducible mode: fork trees three levels deep, by every way that the shim
# can number, give the same streams on every run and no stream twice. Children made behind
# its back have no number: new streams on every run, for their children too. A failed fork
# has used its number up.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/streams.bash"
tree=$here/tree
mixed=fork,__fork,_Fork,daemon,forkpty,clone

# tree_by WAY: three children each, three levels: 39 processes and the root.
tree_by() {
	bare "$tree" after 1 "$1:3" "$1:3" "$1:3" >"$tmp/bare"
	is "$(lines "$tmp/bare") streams, $(different "$tmp/bare") different" \
		"120 streams, 3 different" "$1: bare, all draw alike"
	repeatable 4 "$1" seeded text "$tree" after 1 "$1:3" "$1:3" "$1:3"
	all_different "$1: three levels" "$tmp/first.all" 120
}

for way in fork __fork _Fork daemon forkpty clone; do tree_by $way; done

for order in before after; do
	repeatable 4 "all ways mixed, draws $order forks" \
		seeded text "$tree" $order 1 $mixed $mixed $mixed
	all_different "all ways mixed, draws $order forks" "$tmp/first.all" $((3 * (1 + 6 + 36 + 216)))
	FORKSEED_WHEN=fork seeded text "$tree" $order 1 $mixed $mixed $mixed |
		grep -v '^/ strfry' >"$tmp/when"
	check "all ways mixed: FORKSEED_WHEN=fork changes no number ($order)" \
		cmp "$tmp/when" "$tmp/first"
done

# news NAME NUMBERED LEVEL...: two runs share NUMBERED streams of children, and have none
# twice: the places without a raw system call on their way.
news() {
	local name=$1 numbered=$2 total
	shift 2
	seeded text "$tree" after 1 "$@" >"$tmp/all"
	children "$tmp/all" >"$tmp/a"
	seeded text "$tree" after 1 "$@" | children /dev/stdin >"$tmp/b"
	total=$(lines "$tmp/all")
	all_different "$name: $total streams" "$tmp/all" "$total"
	is "$(common "$tmp/a" "$tmp/b")" "$numbered" \
		"$name: $numbered of $(lines "$tmp/a") children's streams come again"
}

for way in SYS_fork SYS_clone SYS_clone3; do
	news "$way, its children and grandchildren" 0 $way:3 $mixed fork:3
	news "fork, $way" 9 fork:3 $way:3
	news "fork, then both, then fork" 36 fork:3 fork,$way fork:2
	news "$way between forks" 6 fork,$way,fork
done

for way in fork _Fork forkpty clone; do
	if ! seeded text "$tree" after 1 "$way:2,!$way,$way:3" >"$tmp/failed"; then
		skip "no limit on processes here" "$way: a failed one"
		continue
	fi
	all_different "$way: a failed one among five" "$tmp/failed" 18
	seeded text "$tree" after 1 "$way:6" >"$tmp/whole"
	is "$(grep -E '^/[1-5] ' "$tmp/failed" | sed 's|^/[345]|+&|' | cut -d' ' -f2-)" \
		"$(grep -E '^/[12456] ' "$tmp/whole" | cut -d' ' -f2-)" \
		"$way: the failed one was the third of six"
done
finish
