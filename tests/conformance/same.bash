# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034,SC2154
# The oracle of the conformance and program tests: a command's output bare is what it must
# print under the shim. Sourced after lib.sh.

here=$programs/conformance

# same NAME COMMAND...: a point that passes when status, stdout and stderr are as bare.
same() {
	local name=$1 was now
	shift
	bare "$@" >"$tmp/bare.out" 2>"$tmp/bare.err" </dev/null
	was=$?
	shimmed "$@" >"$tmp/shim.out" 2>"$tmp/shim.err" </dev/null
	now=$?
	[ $was -eq $now ] && [ -s "$tmp/bare.out" ] && cmp -s "$tmp/bare.out" "$tmp/shim.out" &&
		cmp -s "$tmp/bare.err" "$tmp/shim.err"
	ok $? "$name ($(wc -l <"$tmp/bare.out") lines as bare)" || true
	[ $was -eq $now ] || echo "#   status $was bare, $now with the shim"
	diff "$tmp/bare.out" "$tmp/shim.out" | head -n 4 | sed 's/^/#   /'
	diff "$tmp/bare.err" "$tmp/shim.err" | head -n 4 | sed 's/^/#   stderr: /'
}

# unique FILE: how many different lines it has.
unique() { sort -u "$1" | wc -l; }
