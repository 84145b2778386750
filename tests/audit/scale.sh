#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# By check-all alone.
# Reading a recording takes as much for each process, however many there are: instructions of
# forkseed-audit, and its memory, counted. (make bench has the times, and 100 000.)
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
audit_program=$build/forkseed-audit
many=$programs/audit/many
[ -x "$audit_program" ] || {
	lacks libdw-dev "what reading a recording takes"
	finish
	exit 0
}

# record WHAT COUNT: a recording of so many.
record() {
	rm -f "$tmp/$1-$2" "$tmp/$1-$2.raw"
	FORKSEED_AUDIT=$tmp/$1-$2 shimmed "$many" "$1" "$2"
}

# instructions WHAT COUNT: of reading it, by callgrind.
instructions() {
	valgrind --tool=callgrind --callgrind-out-file=/dev/null "$audit_program" "$tmp/$1-$2" 2>&1 >/dev/null |
		sed -n 's/.*I *refs: *//p' | tr -d ,
}

# is_linear WHAT: the second seven hundred take what the first ones took. A recording in which one
# object more is met takes more once, for its symbols.
is_linear() {
	local counts=() count
	for count in 300 1000 1700; do
		record "$1" "$count"
		counts+=("$(instructions "$1" "$count")")
	done
	first=$(((counts[1] - counts[0]) / 700)) second=$(((counts[2] - counts[1]) / 700))
	[ "$first" -gt 100 ] && [ "$second" -gt 100 ] && [ "$second" -le $((first * 11 / 10)) ]
}
linear() {
	sees is_linear "$1"
	ok $? "$1: $second instructions for each of the second 700, $first of the first"
}

# bytes WHAT: the peak of two sizes, and what each process of the difference adds: 190 on Debian
# 12, more where malloc rounds otherwise.
bytes() {
	local peaks=() count
	for count in 1000 11000; do
		[ -e "$tmp/$1-$count.raw" ] || record "$1" "$count"
		peaks+=("$("$build/bench/spent" "$audit_program" --report="$tmp/page.html" "$tmp/$1-$count" | cut -d' ' -f2)")
	done
	local each=$(((peaks[1] - peaks[0]) * 1024 / 10000))
	[ "${peaks[0]:-0}" -gt 1000 ] && [ "$each" -le 256 ]
	ok $? "$1: $each bytes of memory a process, at most 256"
}

bytes idle
bytes draw
if need valgrind "instructions of reading a recording"; then
	linear draw
	linear daemon
fi
finish
