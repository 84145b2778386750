#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A run of hours goes on where it was ended: tests/run --keep runs what has passed no second time,
# unless what is tested has changed; what failed, or skipped a point, runs again. So do the millions
# of children, which are counted by parts.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
here=$tmp/tests
mkdir -p "$here/group" "$tmp/build"
cp "$root/tests/run" "$root/tests/lib.sh" "$here"
echo one >"$tmp/build/libforkseed.so"

# a_test NAME LINE: it tells each run, and says LINE.
a_test() {
	printf '#!/bin/sh\necho %s >>%s\necho "%s"\n' "$1" "$tmp/log" "$2" >"$here/group/$1.sh"
	chmod 755 "$here/group/$1.sh"
}

# runs: which of them a run runs, and what it counts.
runs() {
	: >"$tmp/log"
	FORKSEED_TEST_JOBS=1 "$here/run" --keep "$tmp/kept" "$here"/group/*.sh >"$tmp/out" 2>&1
	echo "$(sort "$tmp/log" | xargs): $(tail -n 1 "$tmp/out")"
}

a_test fails "not ok 1 - one"
a_test passes "ok 1 - one"
a_test skips "ok 1 - one # SKIP not root"
is "$(runs)" "fails passes skips: 1 passed, 1 failed, 1 skipped" "at first all run"
is "$(runs)" "fails skips: 1 passed, 1 failed, 1 skipped" "then those that did not pass whole, and all are counted"
a_test fails "ok 1 - mended"
is "$(runs)" "fails passes skips: 2 passed, 0 failed, 1 skipped" "a test has changed: those of its folder run"
is "$(runs)" "skips: 2 passed, 0 failed, 1 skipped" "what was mended is kept as well"
echo two >"$tmp/build/libforkseed.so"
is "$(runs)" "fails passes skips: 2 passed, 0 failed, 1 skipped" "the shim has changed: all run"
: >"$tmp/log"
"$here/run" "$here/group/passes.sh" >"$tmp/out" 2>&1
is "$? $(cat "$tmp/log")" "0 passes" "without --keep each runs"

# made: how many were made before, and how many there are when it ends.
mkdir -p "$here/hazards" "$tmp/build/tests/hazards" "$tmp/build/demo"
cp "$root/tests/hazards/soak-millions.sh" "$here/hazards"
cp "$shim" "$launcher" "$tmp/build"
cp "$programs/hazards/millions" "$tmp/build/tests/hazards"
cp "$build/demo/hang" "$tmp/build/demo"
drawn=$tmp/build/soak/drawn
made() {
	local before
	before=$(($(stat -c %s "$drawn" 2>/dev/null || echo 0) / 16))
	[ ! -e "$drawn" ] || cp "$drawn" "$tmp/before"
	FORKSEED_TEST_CHILDREN=$1 FORKSEED_TEST_FORKS=500 "$here/hazards/soak-millions.sh" >"$tmp/out" 2>&1
	cmp -s -n $((before * 16)) "$tmp/before" "$drawn" && [ $before -gt 0 ] && echo "goes on"
	grep -o '^ok 2 - [0-9]*' "$tmp/out" | cut -d' ' -f4
}
is "$(made 300 | xargs)" 300 "children are made"
is "$(made 400 | xargs)" "goes on 400" "and go on where they were ended"
echo >>"$tmp/build/libforkseed.so"
is "$(made 350 | xargs)" 350 "the shim has changed: they begin anew"
finish
