# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034,SC2154
# What the doctor's tests share: asking it of a command or of a process, and looking at
# what it told last, in $tmp/told.

told() { grep -qx -- "$1" "$tmp/told"; }

# verdict STATUS PATTERN WHAT COMMAND...: examined by the doctor, with that exit status;
# the verdict is the last of its lines and the only one, and nothing is on stderr.
verdict() {
	local wanted=$1 pattern=$2 what=$3 status
	shift 3
	"$@" >"$tmp/told" 2>"$tmp/err"
	status=$?
	[ "$status" = "$wanted" ] && [ ! -s "$tmp/err" ] &&
		[ "$(grep -c '^verdict: ' "$tmp/told")" = 1 ] &&
		tail -n 1 "$tmp/told" | grep -q "^verdict: $pattern"
	ok $? "$what"
	sed "s/^/# $status: /" "$tmp/err"
	tail -n 1 "$tmp/told" | sed "s/^/# $status: /"
}

# says PATTERN NAME: a whole line of what was told last.
says() {
	told "$1"
	ok $? "$2"
}

# running COMMAND...: a program, and not a function, that becomes sleep; waits until it
# sleeps, so that all of it is mapped. Its number is in $pid.
running() {
	"$@" >/dev/null 2>&1 &
	pid=$!
	for _ in {1..500}; do
		[ "$(readlink "/proc/$pid/exe")" = "$(realpath "$(command -v sleep)")" ] &&
			grep -q '^State:.S' "/proc/$pid/status" && return
		sleep 0.02
	done
}
