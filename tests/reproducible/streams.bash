# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2154
# Comparing lists of streams ("PLACE FAMILY N N N N"): how many differ, whether runs agree.
# The unforked root's strfry ("/ strfry") is libc's own and taken from the clock: never the
# same, and no child's affair. Sourced by the tests here after lib.sh; not a test.

here=$programs/reproducible

note() { echo "# $1"; }

# seeded TEXT COMMAND...: with the shim, in reproducible mode.
seeded() {
	local text=$1
	shift
	FORKSEED_SEED=$text shimmed "$@"
}

# lines FILE; different FILE [FAMILY]: how many streams, and how many different ones.
lines() { wc -l <"$1"; }
different() { grep " ${2-}" "$1" | cut -d' ' -f2- | sort -u | wc -l; }

# children FILE [FAMILY]: the streams of forked processes.
children() { grep -v '^/ ' "$1" | grep " ${2-}"; }

# common FILE FILE: how many streams, wherever they are, are in both.
common() { comm -12 <(cut -d' ' -f2- "$1" | sort -u) <(cut -d' ' -f2- "$2" | sort -u) | wc -l; }

# all_different NAME FILE COUNT: as many streams as expected, and none twice.
all_different() {
	is "$(lines "$2") streams, $(different "$2") different" "$3 streams, $3 different" "$1"
}

# repeatable RUNS NAME COMMAND...: all runs print what the first did, left in $tmp/first.
repeatable() {
	local runs=$1 name=$2 equal=1 i
	shift 2
	"$@" >"$tmp/first.all" || equal=0
	grep -v '^/ strfry' "$tmp/first.all" >"$tmp/first"
	for ((i = 1; i < runs; i++)); do
		"$@" | grep -v '^/ strfry' >"$tmp/again"
		cmp -s "$tmp/first" "$tmp/again" && equal=$((equal + 1))
	done
	is "$equal" "$runs" "$name: $runs runs agree"
}
