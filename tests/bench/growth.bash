# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# What a parent's first child costs, and one behind so many others: instructions and page faults
# of its first draw, the parent's memory. Sourced by growth.sh and soak-growth.sh.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
growth=$programs/bench/growth

# flat WORDS FIRST LAST: the same, to the last one.
flat() {
	is "$3" "$2" "$1: $3, the first $2"
}

# grows CHILDREN NAME [SETTING...]: all three of so many children, under these settings.
grows() {
	local children=$1 name="$1 children, $2" steps=() faults=() kilobytes=()
	shift 2
	read -r "steps[0]" "steps[1]" "faults[0]" "faults[1]" "kilobytes[0]" "kilobytes[1]" < <(env "$@" LD_PRELOAD="$shim" "$growth" draws "$children")
	flat "$name: instructions of the last one's first draw" "${steps[@]}"
	flat "$name: page faults of it" "${faults[@]}"
	flat "$name: the parent's memory in KB" "${kilobytes[@]}"
	# Without a trap flag (docs/performance.md) there is nothing to compare: 0 and 0.
	[ "$(uname -m)" != x86_64 ] || [ "${steps[0]:-0}" -gt 50 ]
	ok $? "$name: they were counted"
}

# A parent that does keep something of each child, bare: what is looked for is seen.
leaks() {
	local steps=() faults=() kilobytes=()
	read -r "steps[0]" "steps[1]" "faults[0]" "faults[1]" "kilobytes[0]" "kilobytes[1]" < <(bare "$growth" leaks 2000)
	[ "$(uname -m)" != x86_64 ] || [ "${steps[1]}" -gt $((steps[0] + 2000)) ]
	ok $? "a parent that keeps 32 bytes of each of 2000: the last child takes more instructions"
	[ "${kilobytes[1]}" -ge $((kilobytes[0] + 60)) ]
	ok $? "and its memory has grown by them"
}
