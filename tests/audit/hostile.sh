#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A program may write to the recording what it likes: the launcher and forkseed-audit live, end
# in time, never call it green, and leave no file behind.
. "$(dirname "$0")/../lib.sh"
hostile=$programs/audit/hostile

if [ ! -x "$build/forkseed-audit" ]; then
	skip "forkseed-audit is not built without libdw-dev (make deps)" "a hostile program"
	finish
	exit 0
fi

export TMPDIR=$tmp
is "$(timeout 60 "$launcher" --check "$hostile" nothing >"$tmp/out" 2>&1; echo $?)" 0 "one that lies about nothing"
for lie in size next fill heads zero; do
	timeout 60 "$launcher" --check "$hostile" $lie >"$tmp/out" 2>&1
	status=$?
	[ $status -eq 99 ] || [ $status -eq 125 ]
	ok $? "one that lies about $lie is not green: $status, $(tail -n 1 "$tmp/out")"
	is "$(find "$tmp" -name '*.raw*' | wc -l)" 0 "and leaves no recording"
done
finish
