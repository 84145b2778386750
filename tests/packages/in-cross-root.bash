#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Run in a clean root of Debian on amd64 by soak-cross.sh, with the tree in /forkseed: builds the
# packages of three architectures, installs them side by side and heals a program of each. Says
# "pass NAME" or "FAIL NAME", a line each, and on other lines what went wrong.
export TMPDIR=/tmp
declare -A triplets=([amd64]=x86_64-linux-gnu [i386]=i386-linux-gnu [arm64]=aarch64-linux-gnu)
declare -A compilers=([amd64]=gcc [i386]=i686-linux-gnu-gcc [arm64]=aarch64-linux-gnu-gcc)
cd /forkseed || exit 1

# point NAME COMMAND...
point() {
	local name=$1
	shift
	if "$@" >/tmp/point.log 2>&1; then echo "pass $name"; else
		echo "FAIL $name"
		tail -n 15 /tmp/point.log
	fi
}
apt_get() { apt-get -q -y --no-install-recommends "$@" </dev/null; }

# all_for ARCH: the machine in each ELF file's header (e_machine: EM_386 3, EM_AARCH64 183).
all_for() {
	local file machines=
	for file in build/deb-"$1"/*.deb; do dpkg-deb -x "$file" "/tmp/$1"; done
	for file in "/tmp/$1"/usr/bin/* "/tmp/$1"/usr/lib/*/forkseed/*; do
		machines+="$(od -An -tu2 -j18 -N2 "$file" | tr -d ' ')
"
	done
	[ "$(sort -u <<<"$machines" | xargs)" = "$([ "$1" = i386 ] && echo 3 || echo 183)" ]
}

make -s deb ARCH=arm64 >/tmp/said 2>&1
point "without a compiler for it, one line says which package has one" grep -qx 'deb: there is no compiler for arm64: .*crossbuild-essential-arm64' /tmp/said
dpkg --add-architecture i386 && dpkg --add-architecture arm64
point "compilers and libraries of three architectures" eval 'apt_get update && apt_get install gcc-i686-linux-gnu gcc-aarch64-linux-gnu \
	{libc6-dev,libdw-dev,libunwind-dev}{,:i386,:arm64} musl-dev{,:arm64}'

point "make deb" make -s deb
# -d: C++ for them, which crossbuild-essential-ARCH has besides, is not needed.
for arch in i386 arm64; do
	ARCH=$arch point "make deb ARCH=$arch" packaging/deb "build/deb-$arch" -d
	point "$arch: what is in it is for it" all_for $arch
done
point "installed side by side" apt_get install ./build/deb/{forkseed,libforkseed-preload}_*.deb ./build/deb-{i386,arm64}/libforkseed-preload_*.deb
known() { local said; said=$(dpkg --verify libforkseed-preload:{amd64,i386,arm64} 2>&1) && [ -z "$said" ]; }
point "as dpkg knows them" known

# One line for all of them; the emulator hands it on.
# shellcheck disable=SC2016 # ld.so expands it
line='/usr/$LIB/forkseed/libforkseed.so'
for arch in amd64 i386 arm64; do
	${compilers[$arch]} -O1 tests/launcher/probe.c -o /tmp/probe-$arch
	run=(env)
	set_=(LD_PRELOAD="$line")
	if [ $arch = arm64 ]; then
		run=(qemu-aarch64)
		set_=(-E LD_PRELOAD="$line")
	fi
	test -e "/usr/lib/${triplets[$arch]}/forkseed/libforkseed.so" || echo "FAIL $arch: has its own place"
	point "$arch: bare, 8 of 8 children draw alike" test "$("${run[@]}" /tmp/probe-$arch 2>&1)" = 'shim=no secure=0 streams=1/8'
	point "$arch: healed by the same line, all differ" test "$("${run[@]}" "${set_[@]}" /tmp/probe-$arch 2>&1)" = 'shim=yes secure=0 streams=8/8'
done
aarch64-linux-musl-gcc -O1 tests/launcher/probe.c -o /tmp/probe-musl
# It looks for the other shim by name.
point "arm64, musl: bare, 8 of 8 children draw alike" test "$(qemu-aarch64 /tmp/probe-musl 2>&1)" = 'shim=no secure=0 streams=1/8'
point "arm64, musl: healed by its shim, all differ" test "$(qemu-aarch64 -E LD_PRELOAD="/usr/lib/${triplets[arm64]}/forkseed/libforkseed-musl.so" \
	/tmp/probe-musl 2>&1)" = 'shim=no secure=0 streams=8/8'
point "the launcher's child of the other class is healed" test \
	"$(forkseed sh -c /tmp/probe-i386 2>&1)" = 'shim=yes secure=0 streams=8/8'
point "one of three is removed" apt_get purge libforkseed-preload:i386
point "and the others heal" test "$(LD_PRELOAD=$line /tmp/probe-amd64)" = 'shim=yes secure=0 streams=8/8'
