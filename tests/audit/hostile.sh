#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A program may write to the recording what it likes, put other things in its place or the
# report's, and keep the launcher busy: the launcher and forkseed-audit live, end in time, never
# call it green, write nowhere else, and leave no file behind.
. "$(dirname "$0")/../lib.sh"
hostile=$programs/audit/hostile

if [ ! -x "$build/forkseed-audit" ]; then
	skip "forkseed-audit is not built without libdw-dev (make deps)" "a hostile program"
	finish
	exit 0
fi

export TMPDIR=$tmp VICTIM=$tmp/victim
echo precious >"$VICTIM"
is "$(timeout 60 "$launcher" --check "$hostile" nothing >"$tmp/out" 2>&1; echo $?)" 0 "one that lies about nothing"

# fares LIE [OPTION]...: not green, and no file is left.
fares() {
	local lie=$1
	shift
	# Memory for what an audit needs, and no more.
	(ulimit -v 4000000 && exec timeout 60 "$launcher" --check "$@" "$hostile" "$lie") >"$tmp/out" 2>&1
	status=$?
	[ $status -eq 99 ] || [ $status -eq 125 ]
	ok $? "one that lies about $lie is not green: $status, $(tail -n 1 "$tmp/out")"
	is "$(find "$tmp" -name '*.raw*' ! -type d | wc -l)" 0 "and leaves no recording"
	is "$(cat "$VICTIM")" precious "and nothing was written elsewhere"
}
for lie in size next fill heads zero astray gone grown pipe other; do
	fares $lie
done
fares folder && find "$tmp" -depth -name '*.raw' -exec rmdir {} +
for lie in report-pipe report-folder report-symlink report-link; do
	fares $lie --audit="$tmp/report"
	rm -rf "$tmp/report"
done
for option in --report= --format=gitlab: --format=junit:; do
	REPORT=$tmp/report fares report-link "$option$tmp/report"
	REPORT=$tmp/report fares report-pipe "$option$tmp/report"
	rm -f "$tmp/report" && ln "$VICTIM" "$tmp/report"
	"$launcher" "$option$tmp/report" true 2>"$tmp/err"
	is "$? $(grep -c 'hard links' "$tmp/err") $(cat "$VICTIM")" "125 1 precious" "$option: a file with another name is refused"
	rm -f "$tmp/report"
done

# Texts of records, where the summary and GitHub's lines show them.
"$launcher" --check --format=github "$hostile" names >"$tmp/out" 2>&1
is "$? $(LC_ALL=C grep -c $'[\e\a]' "$tmp/out")" "99 0" "no text of a record is obeyed by a terminal"
grep -q ']0;x' "$tmp/out"
ok $? "though there was one"
is "$(sed 's/^[ \t]*//' "$tmp/out" | grep '^::' | grep -vc '^::error file=\|^::error title=')" 0 "nor by a runner"

# It ends by its own limit (--audit-wait), not when those who knock do.
timeout 12 "$launcher" --audit --audit-wait=1 "$hostile" knock >"$tmp/out" 2>&1
is $? 0 "those who knock at its door for ever don't keep it"
finish
