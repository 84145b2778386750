#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Each system call that the shim, the launcher and forkseed-audit make fails in turn, by three
# errors, in each mode. What is failed is found by strace, not listed: a new call is failed too.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/faults.bash"
may_fail
errors=errors=ENOSYS,ENOMEM,EINTR

fail shim 6 $errors
for setting in FORKSEED_WHEN=fork FORKSEED_SEED=text FORKSEED_CLOCK_SEEDS=replace FORKSEED_LOCKS=heal,mutexes FORKSEED_LOCKS=warn \
	FORKSEED_CONNECTIONS=isolate FORKSEED_CONNECTIONS=isolate,eager FORKSEED_CONNECTIONS=warn,touch; do
	fail shim 3 $errors $setting
	rm -f "$tmp"/report*
	fail shim 6 $errors $setting FORKSEED_AUDIT="$tmp/report"
done
fail plain 30 $errors
fail plain 30 $errors --seed=text --locks=heal
if [ -x "$build/forkseed-audit" ]; then
	fail launcher 300 $errors
	fail launcher 300 $errors --stuck=1 --report="$tmp/page" --format=github
	fail audit 300 $errors
else
	lacks libdw-dev "faults of audits"
fi
finish
