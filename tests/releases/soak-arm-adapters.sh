#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Libraries that draw for themselves, on AArch64: the programs of tests/runtimes, cross-built, with
# Debian's libraries for arm64 under qemu-user, which has no wiped page before version 11. What is
# asked of them is what tests/runtimes asks on this machine.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/root.bash"
. "$(dirname "$0")/adapters.bash"
there=$build/releases/arm
sysroot=/usr/aarch64-linux-gnu
emulator=qemu-aarch64
cross=$(command -v aarch64-linux-gnu-gcc || echo 'clang --target=aarch64-linux-gnu')
libraries=$build/releases/arm64-libraries/root/usr/lib/aarch64-linux-gnu

# PROGRAM: PACKAGE LIBRARY..., with the headers of this machine's -dev package.
declare -A needs=(
	[glib]="libglib2.0-0 libglib-2.0.so.0" [sqlite]="libsqlite3-0 libsqlite3.so.0"
	[nettle]="libnettle8 libnettle.so.8" [sodium]="libsodium23 libsodium.so.23"
	[gsl]="libgsl27 libgsl.so.27 libgslcblas.so.0" [gmp]="libmpfr6 libmpfr.so.6 libgmp.so.10"
	[apr]="libapr1 libapr-1.so.0" [mbedtls]="libmbedcrypto7 libmbedcrypto.so.7"
	[wolfssl]="libwolfssl35 libwolfssl.so.35"
)

if [ ! -x "$there/tests/reproducible/tree" ]; then
	lacks libc6-dev-arm64-cross "AArch64's adapters"
	finish
	exit 0
elif ! need $emulator "AArch64's adapters"; then
	finish
	exit 0
fi
mapfile -t packages < <(printf '%s\n' "${needs[@]}" | cut -d' ' -f1)
if ! foreign arm64 bookworm "${packages[@]}" >"$tmp/log" 2>&1; then
	skip "no archive has libraries for arm64 of this release: $(tail -n 1 "$tmp/log")" "AArch64's adapters"
	finish
	exit 0
fi

adapters_begin
if built glib; then
	all_of glib heals random uuid rand
	parents random rand
	never_hangs random "$command" random
fi
if built sqlite; then
	all_of sqlite heals bytes select
	parents bytes
	never_hangs bytes "$command" bytes
fi
if built nettle; then
	all_of nettle heals_keys yarrow
	all_of nettle heals fixed
	parents fixed knuth
fi
if built sodium; then
	all_of sodium heals_keys word
	parents chosen
fi
if built gsl; then
	all_of gsl heals inline copy
	parents inline
fi
if built gmp; then
	all_of gmp heals words mpfr
	parents words
fi
if built apr; then
	all_of apr heals_keys insecure
	parents fixed
fi
if built mbedtls; then
	all_of mbedtls heals_keys ctr hmac
	parents ctr
fi
if built wolfssl; then all_of wolfssl heals_keys rng bytes; fi
finish
