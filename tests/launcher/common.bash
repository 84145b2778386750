# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034,SC2154
# What the launcher's tests share beyond tests/lib.sh: the probe, its lines bare and healed,
# and a check of a launcher's own one-line errors.

# The runner's own variables are no settings of the shim.
unset LD_PRELOAD FORKSEED_TEST_LIMIT FORKSEED_TEST_JOBS

probe=$programs/launcher/probe
unprotected='shim=no secure=0 streams=1/8'
protected='shim=yes secure=0 streams=8/8'

# fails STATUS PATTERN NAME COMMAND...: exits with STATUS, prints nothing on stdout and
# exactly one line on stderr, which begins with "forkseed: " and matches PATTERN.
fails() {
	local wanted=$1 pattern=$2 name=$3 status
	shift 3
	"$@" >"$tmp/fails.out" 2>"$tmp/fails.err"
	status=$?
	[ "$status" = "$wanted" ] && [ ! -s "$tmp/fails.out" ] &&
		[ "$(wc -l <"$tmp/fails.err")" = 1 ] &&
		grep -q "^forkseed: .*$pattern" "$tmp/fails.err"
	ok $? "$name"
	sed "s/^/# $status: /" "$tmp/fails.err"
}

# status_of COMMAND...: its exit status, with its output dropped.
status_of() {
	"$@" >/dev/null 2>&1
	echo $?
}
