#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A run of hours goes on where it was ended: tests/run --keep runs what has passed no second time,
# unless what is tested has changed; what failed, or skipped a point, runs again. What has passed is
# told in docs/trust.md. So go on the millions of children, which are counted by parts.
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
mkdir "$here/other"
a_test ../other/passes "ok 1 - another"
: >"$tmp/log"
"$here/run" --keep "$tmp/kept" "$here"/*/passes.sh >"$tmp/out" 2>&1
"$here/run" --keep "$tmp/kept" "$here"/*/passes.sh >"$tmp/out" 2>&1
is "$(xargs <"$tmp/log")" ../other/passes "two of one name in two folders are kept as two"

# page: the rows that scripts/soaked writes, of a tree whose tests are below $here.
mkdir -p "$tmp/scripts" "$tmp/docs" "$tmp/build/soak/passed"
cp "$root/scripts/soaked" "$tmp/scripts"
printf '%s\n' before '<!-- soak -->' '| group/soak-b.sh | 7 | 2 min 1 s | of old |' '| group/soak-gone.sh | 1 | 1 min 1 s | of old |' \
	'<!-- /soak -->' behind >"$tmp/docs/trust.md"
for one in a b c; do a_test soak-$one "ok 1 - one"; done
a_test soak-d "not ok 1 - one"
(cd "$tmp" && tests/run --keep build/soak/passed tests/group/soak-[acd].sh >"$tmp/out" 2>&1)
a_test soak-e "ok 1 - one"
"$tmp/scripts/soaked"
is "$(sed 's/[0-9]* s | [0-9-]*, .* |/N |/; s/ | /|/g' "$tmp/docs/trust.md" | sed -n '1p; 5,$p' | xargs -d '\n' | sed 's/| |/|/g')" \
	"before | group/soak-a.sh|1|0 min N | group/soak-b.sh|7|2 min 1 s|of old | group/soak-c.sh|1|0 min N | group/soak-d.sh|0, **1 failed**|0 min N | group/soak-e.sh|||not run | <!-- /soak --> behind" \
	"what passed or failed is a row, what was not run here keeps its own, what is gone has none"

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
