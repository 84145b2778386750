#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promises 1 and 3: the calls work before the shim's constructor ran and after main: as bare
# in the process itself, distinct in children forked there.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/same.bash"
early=$here/early

LD_DEBUG=libs shimmed "$early" 2>&1 >"$tmp/shim" | grep -o 'calling init: .*' >"$tmp/inits"
is "$(grep -o 'early-lib\|libforkseed' "$tmp/inits" | head -n 2 | xargs)" "early-lib libforkseed" \
	"the library's constructor runs before the shim's"
bare "$early" >"$tmp/bare"
is "$(grep -c '^unique 1 ' "$tmp/bare")" 4 "bare, children repeat in all four places"
is "$(grep -c '^unique 8 ' "$tmp/shim")" 4 "with the shim, 8 of 8 differ in all four places"
WRONG=errno LD_PRELOAD=$here/wrong "$early" >"$tmp/wrong"
! diff <(grep -v ^unique "$tmp/bare") <(grep -v ^unique "$tmp/wrong") >"$tmp/diff"
ok $? "a faulty object is noticed"
for setting in FORKSEED_NONE=1 FORKSEED_WHEN=fork FORKSEED_SEED=text FORKSEED=off; do
	env "$setting" LD_PRELOAD="$shim" "$early" >"$tmp/shim"
	diff <(grep -v ^unique "$tmp/bare") <(grep -v ^unique "$tmp/shim") >"$tmp/diff"
	ok $? "$(grep -vc ^unique "$tmp/bare") traces as bare with $setting"
	head -n 4 "$tmp/diff" | sed 's/^/#   /'
done
finish
