#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promises 1 and 7: children in seccomp sandboxes. A refused or interrupted getrandom leaves
# them distinct and errno alone; a deadly one needs FORKSEED_WHEN=fork, and both are shown.
# Pids that tell nothing are here too (pidreuse), because they need the same privileges.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/outcomes.sh"
children=${FORKSEED_TEST_CHILDREN:-300} # 1000 in soak-seccomp.sh

# judge NAME FILE: nothing bad on any line.
judge() {
	local what
	for what in duplicates missing hung crashed; do
		is "$(none_bad $what "$2")" "" "$1: none of $(sum reported "$2") $what"
	done
}

bare "$programs/hazards/seccomp" 50 >"$tmp/bare"
ok $? "seccomp: bare run ends"
is "$(all_bad duplicates "$tmp/bare")" "" "seccomp: bare, children repeat in every sandbox"
is "$(none_bad missing "$tmp/bare")" "" "seccomp: bare, no sandbox kills a draw"

shimmed "$programs/hazards/seccomp" "$children" >"$tmp/shim"
ok $? "seccomp: run with the shim ends"
grep -v '^deadly' "$tmp/shim" >"$tmp/mild"
judge "seccomp, getrandom refused or interrupted" "$tmp/mild"
note "shim: interrupted children asked $(sum asked "$tmp/shim") times, bare ones $(sum asked "$tmp/bare")"
[ "$(sum asked "$tmp/shim")" -ge $((children / 2)) ]
ok $? "seccomp: interrupted children ask again"
grep '^deadly' "$tmp/shim" >"$tmp/deadly"
is "$(grep -v ' missing=10 .* crashed=10$' "$tmp/deadly")" "" \
	"seccomp: a deadly filter kills a first draw (documented; needs FORKSEED_WHEN=fork)"

shimmed env FORKSEED_WHEN=fork "$programs/hazards/seccomp" 100 >"$tmp/shim"
ok $? "seccomp: run with FORKSEED_WHEN=fork ends"
judge "seccomp with FORKSEED_WHEN=fork" "$tmp/shim"

bare "$programs/hazards/seccomp" 20 refuse >"$tmp/bare"
is "$(all_bad duplicates "$tmp/bare")" "" "getrandom refused from the start: bare, children repeat"
for when in draw fork; do
	shimmed env FORKSEED_WHEN=$when "$programs/hazards/seccomp" 100 refuse >"$tmp/shim"
	ok $? "getrandom refused from the start, FORKSEED_WHEN=$when: run ends"
	judge "getrandom refused from the start, FORKSEED_WHEN=$when" "$tmp/shim"
done

bare "$programs/hazards/pidreuse" >"$tmp/bare"
if [ $? -eq 77 ]; then
	skip "choosing pids needs CAP_SYS_ADMIN" "pidreuse: children with the pid of an ancestor"
	finish
	exit
fi
is "$(all_bad duplicates "$tmp/bare")" "" "pidreuse: bare, children repeat"
shimmed "$programs/hazards/pidreuse" >"$tmp/shim"
ok $? "pidreuse: run with the shim ends"
judge "pidreuse" "$tmp/shim"
finish
