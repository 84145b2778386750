#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# By check-all alone.
# Takes long.
# As signal.sh, where a child's numbers come out of a key and where it is audited: a handler forks
# between the instructions of a first draw and returns in the child, in which the wiped page has
# lost what that draw was working with. Or between the shim's instructions of a fork. And draws on
# a stack that is not aligned.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/outcomes.sh"
if [ "$(uname -m)" != x86_64 ]; then
	skip "single-stepping here needs x86-64's trap flag" "keyed draws in handlers"
	finish
	exit
fi
is "$(bare "$programs/hazards/misaligned" | xargs)" "0 0 0 0" "bare, a stack that is not aligned does no harm"
for how in FORKSEED_SEED=x FORKSEED_WHEN=fork FORKSEED_AUDIT="$tmp/report"; do
	export "${how?}"
	shimmed "$programs/hazards/signal" child - 8 0 >"$tmp/out"
	ok $? "$how: every call is stepped"
	for what in crashed hung same duplicates missing; do
		is "$(grep -o "$what=[0-9]*" "$tmp/out" | sort | uniq -c | xargs)" "28 $what=0" "$how: none $what"
	done
	is "$(shimmed "$programs/hazards/misaligned" | xargs)" "0 0 0 0" "$how: nor with the shim"
	unset "${how%%=*}"
done

# interrupted PHASE WAY EVERY SKIPPED: also whether the child's own numbers are those that it has
# when nobody interrupts: not where the forks of handlers have taken numbers before.
interrupted() {
	shimmed "$programs/hazards/interrupted" "$@" >"$tmp/out"
	[ "$(sed -n 's/^children=\([0-9]*\) .*/\1/p' "$tmp/out")" -gt 5 ]
	ok $? "$how, $1, $2: is interrupted"
	local few=$(($(sum duplicates "$tmp/out") <= most ? 0 : 1))
	is "$(sed -n 's/^children=[0-9]* //; s/duplicates=[0-9]*/duplicates='$few'/p' "$tmp/out")" \
		"missing=0 duplicates=0 hung=0 crashed=0" "$how, $1, $2: all draw, and differ (but $most at most)"
	case $how,$1,$2 in
	FORKSEED_WHEN=*) ;;
	*,before,*ork | *,_Fork,*ork | *,clone,*ork | *,nested,*) ;;
	*) is "$(sed -n 's/^child: //p' "$tmp/out")" "$own" "$how, $1, $2: and the child draws its own" ;;
	esac
}
is "$(bare "$programs/hazards/interrupted" child fork 8 0 | sed 's/child: .*//' | xargs)" \
	"children=0 missing=0 duplicates=1 hung=0 crashed=0" "bare, a child and its child draw alike"
for how in FORKSEED_SEED=x FORKSEED_WHEN=fork; do
	export "${how?}"
	own=$(shimmed "$programs/hazards/interrupted" child fork 100000 0 | sed -n 's/^child: //p')
	for phase in before _Fork clone parent child nested; do
		for way in fork _Fork SYS_clone; do
			# A child that nobody tells of, behind the parent's last look or before the child
			# has marked its page (docs/limits.md).
			skipped=0 most=0
			case $phase,$way in
			nested,SYS_clone) continue ;;
			child,SYS_clone) skipped=40 ;;
			parent,*) ;;
			*,SYS_clone) most=5 ;;
			esac
			interrupted "$phase" $way 8 $skipped
		done
	done
	unset "${how%%=*}"
done
finish
