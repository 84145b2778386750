#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Each allocation of the launcher and of forkseed-audit (and of elfutils in it) fails in turn.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/faults.bash"
may_fail
[ -x "$build/forkseed-audit" ] || { lacks libdw-dev "faults of audits" && finish && exit 0; }

fail launcher-memory 60
fail launcher-memory 60 --report="$tmp/page" --format=github
fail audit-memory 5000
fail audit-memory 500 --report="$tmp/page" --format=junit:"$tmp/junit" every=10
finish
