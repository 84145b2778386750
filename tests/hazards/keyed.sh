#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# By check-all alone.
# Takes long.
# As signal.sh, where a child's numbers come out of a key and where it is audited: a handler forks
# between the instructions of a first draw and returns in the child, in which the wiped page has
# lost what that draw was working with. And draws on a stack that is not aligned.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
if [ "$(uname -m)" != x86_64 ]; then
	skip "single-stepping here needs x86-64's trap flag" "keyed draws in handlers"
	finish
	exit
fi
is "$(bare "$programs/hazards/misaligned" | xargs)" "0 0 0" "bare, a stack that is not aligned does no harm"
for how in FORKSEED_SEED=x FORKSEED_WHEN=fork FORKSEED_AUDIT="$tmp/report"; do
	export "${how?}"
	shimmed "$programs/hazards/signal" child - 8 0 >"$tmp/out"
	ok $? "$how: every call is stepped"
	for what in crashed hung same duplicates missing; do
		is "$(grep -o "$what=[0-9]*" "$tmp/out" | sort | uniq -c | xargs)" "28 $what=0" "$how: none $what"
	done
	is "$(shimmed "$programs/hazards/misaligned" | xargs)" "0 0 0" "$how: nor with the shim"
	unset "${how%%=*}"
done
finish
