#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Who only asks whether there are filters of system calls has put none on: an audit goes on
# looking at what is executed.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../audit/common.bash"

audited "$programs/regressions/probed" "$(type -P true)"
is "$(kinds)" "1 escaped/null" "a program that is executed without an environment is told"
is "$(sed -n 's/.*"kind":"escaped".*"pid":\([0-9]*\).*/\1/p' "$tmp/report")" "$(cat "$tmp/out")" \
	"with its pid, which an audit asks for where there is no filter"
finish
