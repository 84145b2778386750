#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The audit tells the truth: every hazard of the corpus is found, no innocent is accused.
# The verdicts stand here as they were written down before the detector ran.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/common.bash"
found=0 hazards=0 accused=0 innocents=0

# hazard CASE VERDICT: bare, its processes repeat each other (where REPEATS is not no).
hazard() {
	hazards=$((hazards + 1))
	if [ "${repeats-yes}" = yes ]; then
		[ "$(bare "$programs/audit/hazards" "$1" | sort | uniq -d | wc -l)" -gt 0 ]
		ok $? "$1: bare, numbers repeat"
	fi
	audited "$programs/audit/hazards" "$1"
	is "$? $(kinds)" "0 $2" "$1: $2"
	[ "$(kinds)" = "$2" ] && found=$((found + 1))
}

innocent() {
	innocents=$((innocents + 1))
	audited "$@"
	is "$? $(kinds)" "0 " "$*: nothing"
	[ -z "$(kinds)" ] || accused=$((accused + 1))
}

hazard inherit_random "3 inherited/random"
hazard inherit_rand "3 inherited/random"
hazard inherit_unseeded "3 inherited/random"
hazard inherit_drand48 "3 inherited/drand48"
hazard inherit_strfry "3 inherited/strfry"
hazard inherit_grandchildren "3 inherited/random"
hazard inherit_raw "3 inherited/random"
hazard inherit_Fork "3 inherited/random"
hazard inherit_clone "3 inherited/random"
hazard inherit_thread "3 inherited/random"
hazard inherit_handler "3 inherited/random"
hazard inherit_double_fork "3 inherited/random"
hazard same_seed "2 same-seed/random"
hazard same_seed_as_parent "1 same-seed/random"
# One child alone repeats only what its parent might draw.
repeats=no hazard inherit_restored "1 inherited/random"
repeats=no hazard clock_seed "1 clock-seed/random"

for case in no_fork idle_children executing_children children_seed_apart \
	children_seed_by_clock_and_pid parent_seeds_by_clock children_own_state first_strfry \
	vforked spawned threads daemonised; do
	innocent "$programs/audit/innocents" "$case"
done
# Two runs of a program with a seed of its own mean to be equal.
# shellcheck disable=SC2016 # the inner shell expands them
innocent sh -c '"$0" no_fork; "$0" no_fork' "$programs/audit/innocents"
# shellcheck disable=SC2016 # likewise
innocent sh -c '"$0" daemonised; "$0" daemonised' "$programs/audit/innocents"
# shellcheck disable=SC2016 # likewise
innocent bash -c 'echo $RANDOM; (echo $RANDOM); ls / | sort >/dev/null; echo $(date)'
innocent env -C / sh -c 'for i in 1 2 3; do (ls | wc -l); done'

echo "# $found of $hazards hazards found, $accused of $innocents innocents accused"
finish
