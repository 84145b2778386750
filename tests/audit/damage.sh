#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# By check-all alone.
# forkseed-audit reads what killed processes and strangers leave: 120 damaged recordings
# (soak-damage.sh: 1200), none of which makes it crash, hang, or write a report that can't be read.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/common.bash"
python=/usr/bin/python3
hazards=$programs/audit/hazards
times=${FORKSEED_TEST_TIMES:-1}
need "$python" "damaged recordings" || { finish && exit 0; }

FORKSEED_AUDIT=$tmp/one shimmed "$hazards" inherit_random >/dev/null
for case in inherit_strfry same_seed clock_seed; do # of several programs
	FORKSEED_AUDIT=$tmp/several shimmed "$hazards" $case >/dev/null
done
mkdir "$tmp/damaged"
# damaged PROGRAM RECORDING COUNT: what became of COUNT of its kind; seeds are fixed.
damaged() { "$python" "$root/tests/audit/damage.py" "$1" "$tmp/$2.raw" "$tmp/damaged" "$3" 2>&1; }

# The test notices what it is there for: programs that crash, write nonsense, or say much.
fake() {
	printf '#!/bin/sh\n%s\n' "$1" >"$tmp/fake" && chmod +x "$tmp/fake"
	[ "$(damaged "$tmp/fake" one 2 | tail -n 1)" = bad:2 ]
	ok $? "noticed: $2"
}
# shellcheck disable=SC2016 # the fakes expand them
fake 'kill -SEGV $$' "a crash"
fake 'exit 2' "another status"
fake 'echo one >&2; echo two >&2; exit 125' "two lines where one is due"
# shellcheck disable=SC2016 # likewise
fake 'for last; do :; done; : >"$last"; echo "<script id=\"data\">{</script>" >"$last.html"; exit 1' "a report that can't be read"

# all_fare_well RECORDING COUNT
all_fare_well() {
	damaged "$audit_program" "$@" >"$tmp/outcomes"
	sed 's/^/# /' "$tmp/outcomes"
	is "$(grep -c -v '^[01]:\|^125:' "$tmp/outcomes")" 0 "$2 damaged recordings: a report or one line, each time"
	grep -q '1:[0-9]\{2,\} 125:[0-9]' "$tmp/outcomes"
	ok $? "some were still good enough for findings, some for none at all"
}
all_fare_well one $((90 * times))
all_fare_well several $((30 * times))
finish
