#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What make bench-page writes of a run: its tables and pictures, between the marks and nowhere else;
# what was not measured stays.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
python=/usr/bin/python3
need "$python" "make bench-page" || {
	finish
	exit 0
}
mkdir -p "$tmp/build/bench" "$tmp/docs"
ln -s "$shim" "$launcher" "$tmp/build/"
ln -s "$build/bench/"* "$tmp/build/bench/"
rm -f "$tmp/build/bench/bench."*
cat >"$tmp/docs/performance.md" <<'END'
Words before.
<!-- bench draws -->
old
<!-- end of bench -->
Words between: 1.23.
<!-- bench forks -->
old forks
<!-- end of bench -->
Words behind.
END
cp "$tmp/docs/performance.md" "$tmp/before"

BENCH_ROUNDS=2 BENCH_ONLY="rand, alone" "$root/bench/run" "$tmp/build" >"$tmp/out" 2>&1
ok $? "a run of one measure"
"$root/bench/page.py" "$tmp/build/bench/bench.json" "$tmp/docs" >"$tmp/said"
ok $? "becomes a page"
page=$tmp/docs/performance.md
is "$(grep -v '^[|]' "$page" | md5sum)" "$(grep -vx old "$tmp/before" | md5sum)" "its words, and what was not measured, are as they were"
is "$(grep -cE '^[|] rand, alone [|] [0-9.]+ ns [|] [0-9.]+ \([0-9.]+ to [0-9.]+\) [|]' "$page")" 1 "the table has the measure"
is "$(grep -c '^bench: forks: not measured, left as it was' "$tmp/said")" 1 "what was left is told"
[ "$(grep -c '<circle' "$tmp/docs/costs-draws.svg")" -gt 2 ] && grep -q 'rand, alone' "$tmp/docs/costs-draws.svg" &&
	[ ! -e "$tmp/docs/costs-forks.svg" ]
ok $? "and a picture of it, and no other"
cp "$page" "$tmp/once"
"$root/bench/page.py" "$tmp/build/bench/bench.json" "$tmp/docs" >"$tmp/said"
cmp -s "$page" "$tmp/once"
ok $? "written twice, the same"
for block in machine draws forks numpy connections locks counts children audits; do grep -qx "<!-- bench $block -->" "$root/docs/performance.md" || echo "$block"; done >"$tmp/missing"
is "$(cat "$tmp/missing")" "" "docs/performance.md has all that can be filled in"
finish
