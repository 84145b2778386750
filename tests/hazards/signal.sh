#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promises 1, 3, 4 and 5: a handler forks between any two instructions of a call and returns
# in the child. Bare, every child repeats its parent; with the shim none does, none hangs,
# and the stepped process's own values stay what they are bare. Handlers that draw fork at
# every second step, those that do not at the others; soak-signal.sh has both at all.
# Takes long.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/outcomes.sh"

if [ "$(uname -m)" != x86_64 ]; then
	skip "single-stepping here needs x86-64's trap flag" "a handler that forks at every step"
	finish
	exit
fi

# A fork this close to a call's end comes after the value was drawn: nothing can recall it.
late_limit=64
every=${FORKSEED_TEST_EVERY:-2}

# values FILE: what the stepped processes themselves drew.
values() { grep '^values' "$1"; }

# too_late FILE: the lines where more steps than that return the parent's value.
too_late() {
	awk -v limit=$late_limit 'match($0, / late=[0-9]+/) {
		if (substr($0, RSTART + 6, RLENGTH - 6) + 0 > limit) print }' "$1"
}

# steps CALL FILE: how many the call took in a process with a second thread.
steps() { sed -n "s/^[a-z]* $1 .* threads=2 steps=\([0-9]*\) .*/\1/p" "$2"; }

# leans FILE WHO: these were draws without the lock, and one that ended another thread's turn.
leans() {
	[ "$(steps random-leaning "$1")" -lt "$(steps random "$1")" ] || # or has always leant
		{ older_libc 2.32 && [ "$(steps random "$1")" -lt 90 ]; }
	ok $? "signal: the lock leant, $(steps random-leaning "$1") steps for $(steps random "$1") ($name)"
	[ "$2" = child ] && return
	[ "$(steps random-other "$1")" -gt 1000 ]
	ok $? "signal: another thread's turn ended, in $(steps random-other "$1") steps ($name)"
}

for who in root child; do
	bare "$programs/hazards/signal" $who - 8 0 >"$tmp/bare"
	ok $? "signal: bare run ends ($who)"
	note "bare $who: $(sum children "$tmp/bare") forks, $(sum duplicates "$tmp/bare") repeat"
	[ "$(sum duplicates "$tmp/bare")" -gt 0 ]
	ok $? "signal: bare, children repeat their parent ($who)"
	for handler in - handler-draws; do
		name="$who, $handler"
		from=0
		[ $handler = - ] || from=$((1 % every))
		shimmed "$programs/hazards/signal" $who $handler "$every" $from >"$tmp/shim"
		ok $? "signal: run with the shim ends ($name)"
		note "shim $name: $(sum steps "$tmp/shim") steps, $(sum children "$tmp/shim") forks, $(sum late "$tmp/shim") too late to matter, $(sum seeded "$tmp/shim") finished a seeding call"
		leans "$tmp/shim" $who
		is "$(values "$tmp/shim")" "$(values "$tmp/bare")" "signal: own values as bare ($name)"
		is "$(grep -c ' steps=' "$tmp/shim")" 28 "signal: every call was stepped ($name)"
		for what in same duplicates missing hung crashed; do
			is "$(none_bad $what "$tmp/shim")" "" "signal: no $what ($name)"
		done
		is "$(too_late "$tmp/shim")" "" "signal: late only within $late_limit steps ($name)"
	done
done
finish
