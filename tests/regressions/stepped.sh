#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promises 1, 3 and 4: a handler that draws in the middle of a child's seeding call does not
# cost the child its seed; one that forks in the middle of a change of arrays and returns in
# the child leaves it no array with its parent's numbers.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../hazards/outcomes.sh"
stepped=$programs/regressions/stepped

if [ "$(uname -m)" != x86_64 ]; then
	skip "single-stepping here needs x86-64's trap flag" "a handler at every step"
	finish
	exit
fi

for what in seeds arrays; do
	bare "$stepped" $what >"$tmp/$what.bare"
	ok $? "$what: bare run ends"
	shimmed "$stepped" $what >"$tmp/$what.shim"
	ok $? "$what: run with the shim ends"
	note "$what: $(sum steps "$tmp/$what.bare") steps bare, $(sum steps "$tmp/$what.shim") with the shim"
done

# more_lost: the lines where the shim loses more than bare, where a draw between two stores
# of one seeding may spoil it as well.
more_lost() {
	paste -d' ' <(grep -o ' lost=[0-9]*' "$tmp/seeds.bare") "$tmp/seeds.shim" |
		awk -F'lost=' '$3 + 0 > $2 + 0'
}

is "$(grep -c ' steps=[1-9]' "$tmp/seeds.shim")" 6 "seeds: 6 calls were stepped"
is "$(none_bad missing "$tmp/seeds.shim")" "" "seeds: none missing"
is "$(more_lost)" "" "seeds: bare, $(sum lost "$tmp/seeds.bare") of $(sum steps "$tmp/seeds.bare") are lost; with the shim no more for any call ($(sum lost "$tmp/seeds.shim") of $(sum steps "$tmp/seeds.shim"))"

# A child forked this early ran all of initstate() itself, so that the seed is its own.
seeded_limit=128
is "$(grep -c ' children=[1-9]' "$tmp/arrays.shim")" 4 "arrays: 4 calls were stepped"
[ "$(sum repeats "$tmp/arrays.bare")" -gt 0 ]
ok $? "arrays: bare, $(sum repeats "$tmp/arrays.bare") of $(sum children "$tmp/arrays.bare") repeat"
for what in repeats hung crashed; do
	is "$(none_bad $what "$tmp/arrays.shim")" "" "arrays: none $what with the shim"
done
[ "$(sum seeded "$tmp/arrays.shim")" -lt $seeded_limit ]
ok $? "arrays: $(sum seeded "$tmp/arrays.shim") children finished an initstate() of their own, at the first steps"
is "$(sum reported "$tmp/arrays.shim")" "$(sum children "$tmp/arrays.shim")" "arrays: every child reported"
is "$(grep ^values "$tmp/arrays.shim")" "$(grep ^values "$tmp/arrays.bare")" "arrays: own values as bare"
finish
