#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# forkseed-audit reads what killed processes and strangers leave: several hundred damaged
# recordings, none of which makes it crash, hang, or write a report that can't be read.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/common.bash"
python=/usr/bin/python3
hazards=$programs/audit/hazards
need "$python" "damaged recordings" || { finish && exit 0; }

for case in inherit_random same_seed clock_seed; do
	FORKSEED_AUDIT=$tmp/whole shimmed "$hazards" $case >/dev/null
done
mkdir "$tmp/damaged"
# damaged PROGRAM COUNT: what became of COUNT recordings; seeds are fixed.
damaged() { "$python" "$root/tests/audit/damage.py" "$1" "$tmp/whole.raw" "$tmp/damaged" "$2" 2>&1; }

# The test notices what it is there for: programs that crash, write nonsense, or say much.
fake() {
	printf '#!/bin/sh\n%s\n' "$1" >"$tmp/fake" && chmod +x "$tmp/fake"
	[ "$(damaged "$tmp/fake" 2 | tail -n 1)" = bad:2 ]
	ok $? "noticed: $2"
}
# shellcheck disable=SC2016 # the fakes expand them
fake 'kill -SEGV $$' "a crash"
fake 'exit 2' "another status"
fake 'echo one >&2; echo two >&2; exit 125' "two lines where one is due"
# shellcheck disable=SC2016 # likewise
fake 'for last; do :; done; : >"$last"; echo "[" >"$last.quality"; exit 1' "a report that can't be read"

damaged "$audit_program" 320 >"$tmp/outcomes"
sed 's/^/# /' "$tmp/outcomes"
is "$(grep -c -v '^[01]:\|^125:' "$tmp/outcomes")" 0 "320 damaged recordings: a report or one line, each time"
grep -q '1:[0-9]\{2,\} 125:[0-9]\{2,\}' "$tmp/outcomes"
ok $? "some were still good enough for findings, some for none at all"
finish
