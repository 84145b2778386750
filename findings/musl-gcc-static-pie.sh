#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# `musl-gcc -static-pie` is asked for a program that needs no loader and lies anywhere in memory. gcc's own option is
# accepted, nothing is said, and the program runs. Seen: with Debian 12's musl-tools 1.2.3 and gcc 12 it is an
# ordinary dynamic program, which names musl's loader and needs musl's libc.so, since the wrapper's specs know
# -static and -shared alone (/usr/lib/.../musl-gcc.specs); with -static it is static, but at fixed addresses. So
# a binary that is carried to another machine does not start there. What is wanted is had by naming musl's rcrt1.o
# and the linker's -pie and --no-dynamic-linker by hand.
. "$(dirname "$0")/lib.bash"
packages musl=1.2.3-1 musl-dev=1.2.3-1 musl-tools=1.2.3-1

# The wrapper's specs name files of the system: here those that were unpacked.
specs=$(find "$root" -name musl-gcc.specs | head -n 1)
of=$(dirname "$(find "$root" -path '*musl*' -name rcrt1.o | head -n 1)")
ln -s "$(find "$root/lib" -name libc.so)" "$of/" # /lib and /usr/lib are one where it is installed
sed "s|/usr/include|$root/usr/include|g; s|/usr/lib|$root/usr/lib|g" "$specs" >"$tmp/specs"
echo 'int main(void) { return 0; }' >"$tmp/program.c"
shape() { # FILE: what the kernel sees of it
	readelf -hlW "$1" | awk '$1 == "Type:" { kind = $2 } /program interpreter/ { loader = "a loader" }
		END { print kind, loader ? loader : "no loader" }'
}
cc -specs "$tmp/specs" -static-pie "$tmp/program.c" -o "$tmp/asked"
seen "DYN a loader" "-static-pie" "$(shape "$tmp/asked")"
seen "libc.so" "and it needs" "$(readelf -dW "$tmp/asked" | sed -n 's/.*NEEDED.*\[\(.*\)\]/\1/p')"
cc -specs "$tmp/specs" -static "$tmp/program.c" -o "$tmp/static" 2>/dev/null
seen "EXEC no loader" "-static" "$(shape "$tmp/static")"
cc -specs "$tmp/specs" -nostartfiles -static -Wl,-pie,--no-dynamic-linker -fPIE "$of/rcrt1.o" "$of/crti.o" "$tmp/program.c" \
	"$of/crtn.o" -o "$tmp/by-hand"
seen "DYN no loader" "by hand" "$(shape "$tmp/by-hand")"
"$tmp/by-hand"
seen 0 "which runs" $?
finish
