# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2154 # set by lib.sh and common.bash
# What the tests of advice share: a finding with its advice, and that it ends as advised.

# told KIND ADVICE COMMAND...: that finding is there, with that advice among its words
told() {
	audited "${@:3}"
	grep -q "\"kind\":\"$1\"" "$tmp/report" && sed -n 's/^    what to do: //p' "$tmp/summary" | grep -qF -- "$2"
	ok $? "$1: found, with its advice: $2"
}

# ends KIND COMMAND...: as advised, there is none; or all that draw differ, if it is told as healed
ends() {
	audited "${@:2}"
	! grep -q "\"kind\":\"$1\"" "$tmp/report"
	ok $? "as advised there is none: ${*:2:4}"
}

# differ WANTED COMMAND...: as advised, so many numbers
differ() {
	is "$("$launcher" "${@:2}" | sort -u | wc -l)" "$1" "as advised, $1 numbers: ${*:2:3}"
}
