# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2154
# What the program tests share: a command whose children print four draws a line each.
# Sourced after lib.sh.

. "$root/tests/conformance/same.bash"

# repeats NAME COMMAND...: bare, the 8 children print 8 lines that are all the same.
repeats() {
	local name=$1
	shift
	bare "$@" >"$tmp/bare" 2>&1 </dev/null
	is "$(wc -l <"$tmp/bare") lines, $(unique "$tmp/bare") different" "8 lines, 1 different" "$name"
}

# differs NAME COMMAND...: with the shim, the 8 children print 8 different lines.
differs() {
	local name=$1
	shift
	shimmed "$@" >"$tmp/shim" 2>&1 </dev/null
	is "$(wc -l <"$tmp/shim") lines, $(unique "$tmp/shim") different" "8 lines, 8 different" "$name"
}

# heals NAME COMMAND...: both, and by an early fetch of entropy; and off is off.
heals() {
	local name=$1
	shift
	repeats "$name: bare, 1 of 8 children differs" "$@"
	differs "$name: with the shim, 8 of 8" "$@"
	FORKSEED_WHEN=fork differs "$name: FORKSEED_WHEN=fork, 8 of 8" "$@"
	FORKSEED=off shimmed "$@" >"$tmp/shim" 2>&1 </dev/null
	is "$(unique "$tmp/shim")" 1 "$name: FORKSEED=off, as bare"
}
