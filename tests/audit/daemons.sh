#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A stream that goes on in daemon(3)'s child and nowhere else is no finding; where a child of that
# daemon's goes on with it as well, both are findings. Bare, the latter draw alike.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/common.bash"
daemons=$programs/audit/daemons

# alike MODE: how many generators gave two processes the same number. The pipe stays open until
# the daemon is done.
alike() { bare "$daemons" "$1" | sort | uniq -d | wc -l; }
is "$(alike alone) $(alike workers) $(alike mixed)" "0 2 1" "bare: what two processes draw alike"

audited "$daemons" alone
is "$(kinds) $(total findings)" " 0" "a daemon alone: nothing is found, of two generators"
says '^forkseed: 0 findings in 0 groups' "and the summary says so"
audited "$daemons" workers
is "$(kinds)" "2 inherited/drand48, 2 inherited/random" "a daemon and its child: all four draws"
audited "$daemons" mixed
is "$(kinds)" "2 inherited/random" "of two generators that which the child goes on with, too"
"$launcher" --check "$daemons" mixed >/dev/null 2>&1
is $? 99 "and --check fails for it"
"$launcher" --check "$daemons" alone >/dev/null 2>&1
is $? 0 "which it does not for the daemon alone"
# Two runs of the program with one seed: each daemon has the stream of its own run.
audited bash -c "'$daemons' alone; '$daemons' alone"
is "$(kinds)" "" "two daemons that were seeded alike"
finish
