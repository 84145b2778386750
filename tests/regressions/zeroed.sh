#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The launcher walks the recording past a record of no size: it ends, and says what it found.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"

timeout -s KILL 20 "$launcher" --audit="$tmp/report" "$programs/regressions/zeroed" 2>"$tmp/summary"
status=$?
[ $status -ne 124 ] && [ $status -ne 137 ]
ok $? "a record of no size: the launcher does not hang ($status)"
grep -q '1 record is unfinished' "$tmp/summary"
ok $? "and the damage is told"
finish
