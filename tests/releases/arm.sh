#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Another processor: both shims as built for AArch64, without warnings, under qemu-user, with and
# without signed return addresses.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
there=$build/releases/arm
sysroot=/usr/aarch64-linux-gnu
emulator=qemu-aarch64
. "$(dirname "$0")/emulated.bash"

if [ ! -x "$there/tests/reproducible/tree" ]; then
	lacks libc6-dev-arm64-cross "AArch64"
elif need $emulator "AArch64"; then
	heals_emulated
	audits max cortex-a57
fi
finish
