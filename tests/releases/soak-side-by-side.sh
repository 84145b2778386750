#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# `make install` of a 64-bit and of a 32-bit build into one PREFIX: by ld.so's $LIB each program
# finds the shim of its own class, whichever launcher was in front; removed, nothing is left.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../launcher/common.bash"
unset MAKEFLAGS MAKELEVEL
prefix=$tmp/prefix
small=$build/releases/i386
loader=/lib/ld-linux.so.2

if ! printf '#include <errno.h>\nint main(void){return errno;}' | gcc -m32 -x c - -o "$tmp/tried" 2>/dev/null; then
	lacks gcc-multilib "32-bit x86"
	finish
	exit 0
elif ! "$tmp/tried"; then
	skip "this kernel runs no 32-bit programs" "32-bit x86"
	finish
	exit 0
fi
# What $LIB is for each: lib/i386-linux-gnu where libc6:i386 is there, lib32 where libc6-i386 is.
of_loader() { "$1" --list-diagnostics | sed -n 's/^dl_dst_lib="\(.*\)"/\1/p'; }
lib=$(of_loader "$(readelf -p .interp "$probe" | sed -n 's/.*  \(\/.*\)/\1/p')")
lib32=$(of_loader $loader)
wide=(make -s -C "$root" PREFIX="$prefix" LIBDIR="$prefix/$lib")
narrow=(make -s -C "$root" CC="gcc -m32" BUILD="$small" PREFIX="$prefix" LIBDIR="$prefix/$lib32" BINDIR="$prefix/$lib32/forkseed/bin")
"${wide[@]}" install >"$tmp/log" 2>&1
is "$? $(cat "$tmp/log")" "0 " "make install"
"${narrow[@]}" install >"$tmp/log" 2>&1
is "$? $(grep -v 'without libdw-dev' "$tmp/log")" "0 " "make CC=\"gcc -m32\" install, beside it"
gcc -m32 -O1 "$root/tests/launcher/probe.c" -o "$tmp/probe32"
echo 'int system(const char *); int main(int c, char **v) { return system(v[c - 1]); }' | gcc -m32 -x c - -o "$tmp/starts32"
for program in "$probe" "$tmp/probe32"; do
	is "$(bare "$program")" "$unprotected" "${program##*/}: bare"
	# shellcheck disable=SC2016 # ld.so expands it
	is "$(LD_PRELOAD="$prefix/"'$LIB/forkseed/libforkseed.so' "$program" 2>&1)" "$protected" "${program##*/}: healed by the same line"
	is "$("$prefix/bin/forkseed" sh -c "$program" 2>&1)" "$protected" "${program##*/}: below the 64-bit launcher"
	is "$("$prefix/$lib32/forkseed/bin/forkseed" "$tmp/starts32" "$program" 2>&1)" "$protected" "${program##*/}: below the 32-bit one"
done
fails 125 'another architecture' "each launcher is for its own class" "$prefix/bin/forkseed" "$tmp/probe32"
for options in --locks=heal --connections=isolate; do
	is "$("$prefix/bin/forkseed" $options sh -c "$tmp/probe32" 2>&1)" "$protected" "with $options, the other shims are found by \$LIB as well"
done
"${narrow[@]}" uninstall && "${wide[@]}" uninstall
is "$? $(find "$prefix" 2>/dev/null)" "0 " "make uninstall of both leaves nothing"
finish
