#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promise 1 in reproducible mode: sibling streams are independent as far as dieharder can
# tell of 512 siblings' draws, interleaved. Bare, where siblings draw alike, it can. What is
# tested is fixed by the text, so a verdict is no matter of luck.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/streams.bash"

# -d numbers: birthdays, 32x32 ranks, bitstream, count the 1s, monobit, runs, serial, bit
# distribution, lagged sums.
batteries=(0 2 4 8 100 101 102 200 203)

# verdicts COMMAND...: those of all batteries over its output, one line a test.
verdicts() {
	local battery
	for battery in "${batteries[@]}"; do
		"$@" 2>/dev/null | timeout 300 dieharder -g 200 -d "$battery" -n 4 -p 50 -D test_name \
			-D ntuple -D pvalues -D assessment 2>/dev/null | grep -E 'PASSED|WEAK|FAILED' ||
			echo "battery $battery FAILED to run"
	done
}

# judge LABEL FILE
judge() {
	note "$1: $(grep -c PASSED "$2") passed, $(grep -c WEAK "$2") weak, $(grep -c FAILED "$2") failed"
}

if need dieharder "independence of siblings"; then
	for family in random drand48; do
		verdicts bare "$here/interleave" $family 512 512 >"$tmp/bare"
		judge "$family, bare" "$tmp/bare"
		[ "$(grep -c FAILED "$tmp/bare")" -ge 5 ]
		ok $? "$family: bare, siblings fail"
		verdicts seeded text "$here/interleave" $family 512 512 >"$tmp/shim"
		judge "$family, reproducible" "$tmp/shim"
		grep WEAK "$tmp/shim" | tr -s ' ' | sed 's/^/#   /'
		is "$(grep FAILED "$tmp/shim" | tr -s ' ')" "" "$family: with FORKSEED_SEED none fails"
		[ "$(grep -c PASSED "$tmp/shim")" -ge ${#batteries[@]} ]
		ok $? "$family: with FORKSEED_SEED, $(grep -c PASSED "$tmp/shim") tests pass"
	done
fi
finish
