#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A run of hours goes on where it was ended: tests/run --keep runs what has passed no second time,
# unless what is tested has changed; what failed, or skipped a point, runs again.
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
finish
