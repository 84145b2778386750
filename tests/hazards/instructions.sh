#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# How many instructions the hot paths take, by callgrind: those of bench/instructions, which a
# change may lower, or raise with a reason in its commit. No clock is asked. The figures are
# of the compiler that the file names; another's may lie half as much above them.
. "$(dirname "$0")/../lib.sh"
recorded=$root/bench/instructions

# counted CALLS COMMAND...: instructions of a whole run with the shim.
counted() {
	local calls=$1
	shift
	LD_PRELOAD=$shim valgrind --tool=callgrind --callgrind-out-file=/dev/null "$@" "$calls" 2>&1 >/dev/null |
		sed -n 's/.*I *refs: *//p' | tr -d ,
}

# per_call COMMAND...: in hundredths; start and end cancel out.
per_call() {
	local few many
	few=$(counted 1000 "$@")
	many=$(counted 3000 "$@")
	echo $(((many - few) / 20))
}

# percent: what may be added to a recorded figure.
percent() {
	local ours
	ours=$("${CC:-gcc}" -dumpversion 2>/dev/null)
	if [ "$(uname -m) gcc ${ours%%.*}" = "$(sed -n 's/^# of: //p' "$recorded")" ]; then echo 3; else echo 50; fi
}

if need valgrind "instructions of the hot paths"; then
	more=$(percent)
	echo "# up to $more % more than recorded"
	while read -r function mode bare wanted; do
		now=$(per_call "$build/bench/draws" "$function" "$mode")
		[ -n "$now" ] && [ "$now" -gt 100 ] && [ "$now" -le $((wanted * (100 + more) / 100)) ]
		ok $? "$function, $mode: $((now / 100)).$((now % 100)) instructions with the loop, recorded $((wanted / 100)), bare $((bare / 100))"
	done < <(grep -v '^#' "$recorded")
fi
finish
