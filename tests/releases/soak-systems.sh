#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The README's commands on the systems that it names, each fresh from debootstrap and with a
# compiler: `make demo`, `make deps check`, and then `make check-all`, whole.
# Needs root, debootstrap and a Debian archive; 4 GB a release stays below build/releases.
# FORKSEED_TEST_SYSTEMS names other releases than the three.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/root.bash"

systems=${FORKSEED_TEST_SYSTEMS:-bookworm trixie sid}
roots=$build/releases/systems
packages=(gcc libc6-dev make)

# typed SUITE COMMAND: succeeds there; with its last line, and what it says of each test.
# shellcheck disable=SC2016 # the inner shell expands them
typed() {
	local status said
	enter "$1" env FORKSEED_TEST_LIMIT=900 bash -c 'cd /forkseed && exec $0' "$2" >"$tmp/log" 2>&1
	status=$?
	grep -E '^(deps: (.* has no|could not install) |skipped: |not excused: )' "$tmp/log" | sed "s/^/# $1, $2: /"
	grep -E '^(pass|FAIL|     ) ' "$tmp/log" | points "$1" "$2"
	said=$(grep '^[0-9]* passed' "$tmp/log") || said=$(tail -n 1 "$tmp/log")
	ok $status "$1, $2: $said"
}

try() {
	if ! make_root "$1" >"$tmp/root.log" 2>&1; then
		skip "no root can be made: $(tail -n 1 "$tmp/root.log")" "$1"
		return
	fi
	copy_tree "$1"
	typed "$1" 'make demo'
	typed "$1" 'make deps check'
	typed "$1" 'make check-all'
}

if [ "$(id -u)" -ne 0 ]; then
	skip "only root can make and enter them" "other systems"
elif need debootstrap "other systems"; then
	for system in $systems; do try "$system"; done
fi
finish
