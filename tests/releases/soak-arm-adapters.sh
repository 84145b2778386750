#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Libraries that draw for themselves, on AArch64: the programs of tests/runtimes, cross-built, with
# Debian's libraries for arm64 under qemu-user, which has no wiped page before version 11. What is
# asked of them is what tests/runtimes asks on this machine.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../runtimes/runtimes.bash"
. "$(dirname "$0")/foreign.bash"
there=$build/releases/arm
sysroot=/usr/aarch64-linux-gnu
libraries=$build/releases/arm64-libraries/root/usr/lib/aarch64-linux-gnu
unset LD_PRELOAD

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
elif ! need qemu-aarch64 "AArch64's adapters"; then
	finish
	exit 0
fi
mapfile -t packages < <(printf '%s\n' "${needs[@]}" | cut -d' ' -f1)
if ! foreign arm64 "${packages[@]}" >"$tmp/log" 2>&1; then
	skip "no archive has libraries for arm64 of this release: $(tail -n 1 "$tmp/log")" "AArch64's adapters"
	finish
	exit 0
fi

# In place of the launcher, for which qemu-user would have to run programs that it executes: its
# settings as variables, which the program's own script hands on.
cat >"$tmp/launcher" <<SH
#!/bin/bash
while [[ \$1 = --* ]]; do
	case \$1 in
	--seed) export FORKSEED_SEED=\$2 && shift ;;
	--when=*) export FORKSEED_WHEN=\${1#*=} ;;
	--keep=*) export FORKSEED_KEEP=\${1#*=} ;;
	--runtimes=*) export FORKSEED_RUNTIMES=\${1#*=} ;;
	esac
	shift
done
shim=$there/libforkseed.so exec "\$@"
SH
# What differs in them between 64-bit processors is nothing that these programs meet.
headers="$(pkg-config --cflags glib-2.0 apr-1 2>/dev/null) -idirafter /usr/include/$("${CC:-cc}" -print-multiarch)"
# built NAME: for AArch64, as a script of that name in $tmp; a skipped point where it can't be.
built() {
	local name=$1 words
	read -ra words <<<"${needs[$1]#* }"
	here "$name" "$name's headers" || return
	env -u MAKEFLAGS -u MAKELEVEL make -s -C "$root" BUILD="$there" CC="$cross" \
		TEST_FLAGS_"$name"="$headers ${words[*]/#/$libraries/} -Wl,--allow-shlib-undefined" \
		"$there/tests/runtimes/$name" >"$tmp/log" 2>&1
	ok $? "$name: builds"
	sed 's/^/# /' "$tmp/log"
	[ -x "$there/tests/runtimes/$name" ] || return
	cat >"$tmp/$name" <<SH
#!/bin/sh
exec qemu-aarch64 -L $sysroot -E LD_LIBRARY_PATH=$sysroot/lib:$libraries \${shim:+-E LD_PRELOAD=\$shim} \
	$there/tests/runtimes/$name "\$@"
SH
	chmod +x "$tmp/$name"
	command=$tmp/$name
}
chmod +x "$tmp/launcher"
launcher=$tmp/launcher
cross=$(command -v aarch64-linux-gnu-gcc || echo 'clang --target=aarch64-linux-gnu')
env -u MAKEFLAGS -u MAKELEVEL make -s -C "$root" BUILD="$there" CC="$cross" "$there"/libforkseed{,-adapters}.so >"$tmp/log" 2>&1
is "$? $(cat "$tmp/log")" "0 " "the adapters build, without warnings"

all_of() { # PROGRAM HEALS KIND...
	local name=$1 heals=$2 kind
	shift 2
	for kind; do $heals "$name" "$kind" "$command" "$kind"; done
}
parents() { # KIND...
	local kind
	for kind; do keeps_parent "$kind" "$command" "$kind"; done
}
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
