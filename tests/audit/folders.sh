#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Where the recording lies is nobody's fault: by a folder that is a link, or has a line end
# or blanks in its name, no program counts as one that runs without the shim.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/common.bash"

odd=$tmp/$'a line\nend (deleted)'
mkdir "$tmp/real" "$odd" && ln -s real "$tmp/link"
# Longer than a program that preloads the shim is given to start.
lasts=(sh -c 'sleep 4; true')
declare -A started
# starts NAME COMMAND...: an audit in the background.
starts() {
	local name=$1
	shift
	"$@" "${lasts[@]}" 2>"$tmp/$name.err" &
	started[$name]=$!
}
starts folder "$launcher" --check --audit="$tmp/real/report"
starts link "$launcher" --check --audit="$tmp/link/report2"
starts TMPDIR env TMPDIR="$tmp/link" "$launcher" --check
starts name "$launcher" --check --audit="$odd/report"
starts escape env TMPDIR="$tmp/link" "$launcher" --check env -u LD_PRELOAD
for name in folder link TMPDIR name; do
	wait "${started[$name]}"
	is "$? $(cat "$tmp/$name.err")" "0 forkseed: 0 findings in 0 groups, 2 processes" \
		"the recording by way of an odd $name: nobody is accused"
done
wait "${started[escape]}"
is $? 99 "who is without the shim still is"
finish
