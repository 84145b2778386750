# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034,SC2154
# What the audit's tests share: whether there is an audit at all, and reading reports.

unset LD_PRELOAD FORKSEED_TEST_LIMIT FORKSEED_TEST_JOBS
# shellcheck source-path=SCRIPTDIR/../..
. "$root/tests/launcher/common.bash"

audit_program=$build/forkseed-audit
if [ ! -x "$audit_program" ]; then
	lacks libdw-dev "${0##*/}"
	finish
	exit 0
fi

# audited COMMAND...: runs it under --audit: report in $tmp/report, summary in $tmp/summary,
# stdout in $tmp/out. Its status is the command's.
audited() {
	rm -f "$tmp/report"
	"$launcher" --audit="$tmp/report" "$@" >"$tmp/out" 2>"$tmp/summary"
}

# kinds: "COUNT KIND/GENERATOR ..." of the report's findings, in alphabetical order.
kinds() {
	sed -n 's/^{"type":"finding".*"kind":"\([^"]*\)","generator":"\{0,1\}\([^",]*\).*/\1\/\2/p' \
		"$tmp/report" | sort | uniq -c | awk '{ printf "%s%s %s", (NR > 1 ? ", " : ""), $1, $2 }'
}

# total NAME: that number of the report's last line.
total() { sed -n "s/^{\"type\":\"summary\".*\"$1\":\([0-9]*\).*/\1/p" "$tmp/report"; }

# says PATTERN NAME: the summary has a line that matches.
says() {
	grep -q -- "$1" "$tmp/summary"
	ok $? "$2"
	grep -q -- "$1" "$tmp/summary" || sed 's/^/#   /' "$tmp/summary"
}
