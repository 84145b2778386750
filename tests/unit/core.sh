#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The unit tests of the shim, in each build: plain, ASan with UBSan, TSan, and by clang.
# Takes long.
. "$(dirname "$0")/../lib.sh"

# All at once: much of it is waiting.
for how in plain asan tsan clang; do
	{
		"$programs/unit/core-$how" >"$tmp/$how.tap" 2>"$tmp/$how.err"
		echo $? >"$tmp/$how.status"
	} &
done
wait

for how in plain asan tsan clang; do
	if [ ! -x "$programs/unit/core-$how" ]; then
		lacks "$([ "$how" = clang ] && ! command -v clang || echo check)" "$how: unit tests"
		continue
	fi
	ok "$(cat "$tmp/$how.status")" "$how: all pass, no report"
	points=$(grep -c '^ok' "$tmp/$how.tap")
	[ "$points" -gt 20 ]
	ok $? "$how: $points points ran"
	sed 's/^/# /' "$tmp/$how.err"
	grep '^not ok' "$tmp/$how.tap" | sed 's/^/# /'
done
finish
