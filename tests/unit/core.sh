#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The unit tests of the shim, in each build: plain, ASan with UBSan, TSan, and by clang.
. "$(dirname "$0")/../lib.sh"

for how in plain asan tsan clang; do
	if [ ! -x "$programs/unit/core-$how" ]; then
		lacks "$([ "$how" = clang ] && ! command -v clang || echo check)" "$how: unit tests"
		continue
	fi
	"$programs/unit/core-$how" >"$tmp/tap" 2>"$tmp/err"
	ok $? "$how: all pass, no report"
	points=$(grep -c '^ok' "$tmp/tap")
	[ "$points" -gt 20 ]
	ok $? "$how: $points points ran"
	sed 's/^/# /' "$tmp/err"
	grep '^not ok' "$tmp/tap" | sed 's/^/# /'
done
finish
