#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The preload oath on small stacks: what runs in a child as part of its own calls takes a few
# hundred bytes more than libc's, in every mode; and clone(2)'s children live with 256 bytes
# of stack, or without a thread pointer of use.
. "$(dirname "$0")/../lib.sh"
stacks=$programs/hazards/small-stacks
clones=$programs/hazards/odd-clones

# in_mode MODE COMMAND...: with the shim.
in_mode() {
	local settings=() preload=$shim
	[[ $1 = audit* ]] && preload+=" ${shim%.so}-execs.so" # as the launcher does
	case $1 in
	fork) settings=(FORKSEED_WHEN=fork) ;;
	seed) settings=(FORKSEED_SEED=text) ;;
	audit) settings=(FORKSEED_AUDIT="$tmp/audit.$RANDOM") ;;
	audit+seed) settings=(FORKSEED_AUDIT="$tmp/audit.$RANDOM" FORKSEED_SEED=text) ;;
	esac
	shift
	env "${settings[@]}" LD_PRELOAD="$preload" timeout 60 "$@"
}

# more_than BYTES FILE: the calls that take more than so much beyond bare. A fork is its
# parent's call, which works out what the child had better not; variable arguments alone
# take 200.
more_than() {
	paste -d' ' "$2" "$tmp/bare" | awk -v most="$1" '
		$2 - $4 > ($1 == "clone" && most < 512 ? 512 : most) { print $1, $2 - $4 }'
}

bare timeout 60 "$stacks" >"$tmp/bare"
is "$(wc -l <"$tmp/bare")" 18 "bare: 18 calls were measured"
for mode in plain fork seed audit audit+seed; do
	most=320 # 256 by gcc, and some more by clang, whose frames are longer
	! older_libc 2.32 || most=640 # by gcc 10, whose are, too
	[[ $mode = audit* ]] && most=1280 # the place is recorded as well
	in_mode $mode "$stacks" >"$tmp/$mode"
	is "$(cut -d' ' -f1 "$tmp/$mode")" "$(cut -d' ' -f1 "$tmp/bare")" "$mode: the same calls"
	is "$(more_than $most "$tmp/$mode")" "" "$mode: no call takes more than $most bytes beyond bare"
	echo "# $mode: $(paste -d' ' "$tmp/$mode" "$tmp/bare" | awk '{ printf "%s +%d  ", $1, $2 - $4 }')"
done
[ -n "$(more_than 0 "$tmp/plain")" ]
ok $? "a first draw's own needs are seen"

bare timeout 60 "$clones" >"$tmp/clones"
is "$(cut -d' ' -f2 "$tmp/clones" | xargs)" "well=6 well=6 well=6 well=6" "bare: odd children live"
is "$(grep draws "$tmp/clones" | cut -d' ' -f3 | xargs)" "own=0" "bare: those that draw draw alike"
for mode in plain fork seed audit audit+seed; do
	in_mode $mode "$clones" >"$tmp/clones.$mode"
	# An audit needs more stack than that at a draw, but nothing of the thread pointer's.
	[[ $mode = audit* ]] && sed -i /some-stack/d "$tmp/clones.$mode"
	is "$(grep -v well=6 "$tmp/clones.$mode")" "" "$mode: $(wc -l <"$tmp/clones.$mode") kinds of odd children live"
	is "$(grep draws "$tmp/clones.$mode" | grep -v own=6)" "" "$mode: each draws its own numbers"
done
finish
