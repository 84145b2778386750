#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promise 7: if something can't be healed, the user is told by the launcher. For each kind
# of program: ld.so (or its absence) silently leaves the shim out, the launcher refuses
# with 125, --force runs it as bare. Also what looks alike and must run.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/common.bash"
source=$root/tests/launcher/probe.c
cc=${CC:-cc}

# unreachable WHAT PATTERN PROGRAM: the three points above for a program that runs bare.
unreachable() {
	is "$(shimmed "$3" 2>/dev/null)" "$unprotected" "$1: ld.so silently runs it unprotected"
	fails 125 "$2" "$1: refused" "$launcher" "$3"
	is "$("$launcher" --force "$3" 2>&1)" "$unprotected" "$1: --force runs it"
}

is "$("$launcher" "$probe" 2>&1)" "$protected" "a plain program is protected"
$cc -no-pie "$source" -o "$tmp/no-pie" && is "$("$launcher" "$tmp/no-pie" 2>&1)" "$protected" \
	"a program at a fixed address is protected"
if $cc -static "$source" -o "$tmp/static" 2>/dev/null; then
	unreachable static 'statically linked.*--force' "$tmp/static"
else
	skip "no static libc" "a static program is refused"
fi
if $cc -static-pie -fPIE "$source" -o "$tmp/static-pie" 2>/dev/null; then
	unreachable static-pie 'statically linked.*--force' "$tmp/static-pie"
else
	skip "no static libc" "a static-pie program is refused"
fi
if need musl-gcc "another libc is refused"; then
	musl-gcc "$source" -o "$tmp/musl" || echo "not ok - cannot build with musl-gcc"
	is "$(bare "$tmp/musl")" "$unprotected" "musl: runs bare"
	isnt=$(shimmed "$tmp/musl" 2>/dev/null | grep -c 'streams=8')
	is "$isnt" 0 "musl: our shim does not protect it"
	mkdir "$tmp/without" && cp "$launcher" "$shim" "$tmp/without"
	fails 125 'another libc.*ld-musl.*make musl.*--force' "musl: refused where there is no shim for it" \
		"$tmp/without/forkseed" "$tmp/musl"
fi

# The same program, marked as s390 (22) or, on that, as SPARC (2): no kernel here runs it.
machine() { od -An -tu1 -j18 -N1 "$1" | tr -d ' '; }
cp "$probe" "$tmp/foreign"
other='\026'
[ "$(machine "$probe")" = 22 ] && other='\002'
# shellcheck disable=SC2059
printf "$other" | dd of="$tmp/foreign" bs=1 seek=18 conv=notrunc status=none
fails 125 'another architecture.*--force' "another machine: refused" "$launcher" "$tmp/foreign"
fails 126 'Exec format error' "another machine: --force leaves it to the kernel, not to sh" \
	"$launcher" --force "$tmp/foreign"
if [ "$(uname -m)" = x86_64 ] && need as "another ELF class is refused"; then
	# shellcheck disable=SC2016 # assembler constants
	printf '.globl _start\n_start: mov $1,%%eax\nmov $7,%%ebx\nint $0x80\n' >"$tmp/small.s"
	as --32 "$tmp/small.s" -o "$tmp/small.o" && ld -m elf_i386 "$tmp/small.o" -o "$tmp/small"
	fails 125 'another architecture.*--force' "another ELF class: refused" "$launcher" "$tmp/small"
	is "$(status_of "$launcher" --force "$tmp/small")" "$(status_of bare "$tmp/small")" \
		"another ELF class: --force leaves it to the kernel"
fi

cd "$tmp" || exit # what sh makes of a damaged program may be a redirection
# A damaged program is the kernel's business, but the launcher has to survive reading it.
size=$(stat -c %s "$probe") killed=0
for length in 0 1 4 16 40 63 64 100 200 400 600 800 1000 2000 4096 8192 $((size / 2)); do
	head -c "$length" "$probe" >"$tmp/cut" && chmod 755 "$tmp/cut"
	[ "$(status_of timeout 10 "$launcher" "$tmp/cut")" -lt 128 ] ||
		[ "$(status_of timeout 10 "$tmp/cut")" -gt 127 ] || killed=$((killed + 1))
done
is "$killed" 0 "17 truncated copies of a program do not crash the launcher"

loader=$(readelf -p .interp "$probe" | sed -n 's/.*  \(\/.*\)/\1/p')
is "$("$launcher" "$loader" "$probe" 2>&1)" "$protected" "ld.so as the command is no static program"
is "$("$launcher" "$launcher" "$probe" 2>&1)" "$protected" "nor is the launcher"
finish
