#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Packages of other architectures: `make deb ARCH=` cross-builds those of i386 and arm64 in a root of
# Debian 12; there they are installed beside this machine's (Multi-Arch: same), and one line for
# LD_PRELOAD heals programs of all three. Needs root, debootstrap and a Debian archive.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../releases/root.bash"

roots=$build/releases/cross
suite=bookworm
packages=(build-essential debhelper qemu-user)
unset MAKEFLAGS MAKELEVEL

# told: a point for each that was made there.
told() {
	local line
	while IFS= read -r line; do
		case $line in
		'pass '*) ok 0 "${line#pass }" ;;
		'FAIL '*) ok 1 "${line#FAIL }" ;;
		*) echo "# $line" ;;
		esac
	done <"$1"
	grep -q '^pass' "$1" || ok 1 "anything was tried"
}

if [ "$(id -u)" -ne 0 ]; then
	skip "only root can make and enter one" "a root for cross-building"
elif [ "$(dpkg --print-architecture)" != amd64 ]; then
	skip "written for amd64" "a root for cross-building"
elif need debootstrap "a root for cross-building"; then
	if fresh_root $suite >"$tmp/root.log" 2>&1; then
		copy_tree $suite
		enter $suite bash /forkseed/tests/packages/in-cross-root.bash >"$tmp/run.log" 2>&1
		told "$tmp/run.log"
	else
		skip "no root can be made: $(tail -n 1 "$tmp/root.log")" $suite
	fi
	rm -rf --one-file-system "${roots:?}/$suite"
fi
finish
