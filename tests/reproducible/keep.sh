#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# FORKSEED_KEEP: the generators that it names stay identical in children, as bare, and the
# others are healed. Promises 3 and 4 hold as without it. Promise 5 holds for kept ones: with threads in the parent none hangs.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../conformance/same.bash"
. "$(dirname "$0")/streams.bash"
. "$(dirname "$0")/../hazards/outcomes.sh"
ways=fork,_Fork,daemon,forkpty,clone,SYS_clone
# The helper that calls daemon() seeds itself, with the same seed.
tree=("$here/tree" after 1 "$ways" "$ways")
processes=43

bare "${tree[@]}" >"$tmp/bare"
is "$(different "$tmp/bare")" 3 "bare, $processes processes draw alike"

# judge NAME LIST FILE: each family is as inherited when listed, else all different.
judge() {
	local family
	for family in random drand48 strfry; do
		case ,$2, in
		*,$family,*)
			is "$(different "$3" $family)" 1 "$1: $family is the parent's in all children"
			[ $family = strfry ] || is "$(grep " $family" "$3")" \
				"$(grep " $family" "$tmp/bare")" "$1: $family is as bare" ;;
		*) is "$(different "$3" $family)" $processes "$1: $family differs in all" ;;
		esac
	done
}

for list in random drand48 strfry random,drand48 strfry,random random,drand48,strfry; do
	FORKSEED_KEEP=$list shimmed "${tree[@]}" >"$tmp/kept"
	judge "keep $list" $list "$tmp/kept"
	FORKSEED_KEEP=$list FORKSEED_WHEN=fork seeded text "${tree[@]}" >"$tmp/kept"
	judge "keep $list, reproducible, FORKSEED_WHEN=fork" $list "$tmp/kept"
done
for list in "" rand random48 nosuch; do
	FORKSEED_KEEP=$list shimmed "${tree[@]}" >"$tmp/kept"
	judge "keep '$list'" "" "$tmp/kept"
done
ways=fork,_Fork,daemon,forkpty,clone
FORKSEED_KEEP=random repeatable 3 "keep random, reproducible" \
	seeded text "$here/tree" before 1 "$ways" "$ways"

all=random,drand48,strfry
same "keep $all: children that seed themselves" \
	env FORKSEED_KEEP=$all "$programs/conformance/asked" "$tmp/state"
same "keep $all: a parent whose children draw, seed and fork" \
	env FORKSEED_KEEP=$all "$programs/conformance/replay" dxtf 1 300

# hang: the parent's threads draw, seed and switch arrays all the time.
bare "$programs/hazards/hang" 40 0.3 >"$tmp/bare"
[ "$(sum hung "$tmp/bare")" -gt 0 ]
ok $? "threads: bare, $(sum hung "$tmp/bare") of 640 children hang"
for list in random drand48 random,drand48,strfry; do
	FORKSEED_KEEP=$list shimmed "$programs/hazards/hang" 100 20 >"$tmp/shim"
	is "$(sum reported "$tmp/shim") report, $(sum hung "$tmp/shim") hang, $(sum crashed "$tmp/shim") crash" \
		"1600 report, 0 hang, 0 crash" "threads: keep $list"
done
FORKSEED_KEEP=random shimmed "$programs/hazards/torn" 2000 20 >"$tmp/shim"
is "$(sum reported "$tmp/shim") report, $(sum hung "$tmp/shim") hang, $(sum crashed "$tmp/shim") crash" \
	"2000 report, 0 hang, 0 crash" "threads: keep random, arrays half switched"
finish
