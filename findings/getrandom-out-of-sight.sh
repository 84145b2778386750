#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Who asks the kernel for random bytes, and how often, is seen by its system calls: strace shows each getrandom(2), and can
# have one fail to see what a program makes of it. Seen with glibc 2.41 (Debian 13) on Linux 6.11 and later: of a hundred
# calls of getrandom(), arc4random() or Python 3.13's os.urandom() strace shows the first, each forked child's first
# and one more now and then; an error injected into the second never comes. A hundred calls of getentropy() are all
# there, though it gives the same bytes. glibc 2.36 (Debian 12) makes a system call for each on the same kernel. The
# first two use the kernel's vDSO, which makes bytes in the process from a key that a system call fetches (sources:
# sysdeps/unix/sysv/linux/getrandom.c, kernel: lib/vdso/getrandom.c); getentropy.c makes the system call. The key's
# memory is wiped in children, and all their draws differ.
. "$(dirname "$0")/lib.bash"
packages libc6=2.36-9+deb12u14 strace=6.1-0.1 libunwind8=1.6.2-3 liblzma5=5.4.1-1+deb12u2
libraries_12=$libraries
linker_12=$(find "$root" -name 'ld-linux-*.so.*' | head -n 1)
strace=("$linker_12" --library-path "$libraries_12" "$root/usr/bin/strace")
apart 13
from trixie
packages libc6=2.41-12+deb13u5 python3.13-minimal=3.13.5-2+deb13u5 libpython3.13-minimal=3.13.5-2+deb13u5 \
	libpython3.13-stdlib=3.13.5-2+deb13u5 libexpat1=2.9.0-1~deb13u1 zlib1g=1:1.3.dfsg+really1.3.1-1+deb13u1
linker=$(find "$root" -name 'ld-linux-*.so.*' | head -n 1)

cat >"$tmp/program.c" <<'END_OF_PROGRAM'
// program FUNCTION [CHILDREN]: draws a hundred times, and in each forked child as often; prints the last draws. Without
// arguments it fails if the kernel's vDSO does not have the function.
#define _GNU_SOURCE
#include <elf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/random.h>
#include <sys/wait.h>
#include <unistd.h>
static int draw(const char *function, void *bytes)
{
	if (strcmp(function, "getentropy") == 0)
		return getentropy(bytes, 16) == 0;
	if (strcmp(function, "arc4random_buf") == 0)
		return arc4random_buf(bytes, 16), 1;
	return getrandom(bytes, 16, 0) == 16;
}
static void draw_all(const char *function)
{
	unsigned char bytes[16];
	for (int i = 0; i < 100; i++)
		if (!draw(function, bytes)) {
			printf("call %d failed\n", i + 1);
			return;
		}
	for (unsigned i = 0; i < sizeof(bytes); i++)
		printf("%02x", bytes[i]);
	puts("");
	fflush(stdout);
}
int main(int argc, char **argv)
{
	void *vdso = (void *)getauxval(AT_SYSINFO_EHDR);
	if (argc < 2)
		return !vdso || !memmem(vdso, 4096, "__vdso_getrandom", 17);
	draw_all(argv[1]);
	for (int i = 0; argc > 2 && i < atoi(argv[2]); i++) {
		if (fork() == 0) {
			draw_all(argv[1]);
			_exit(0);
		}
		wait(NULL);
	}
	return 0;
}
END_OF_PROGRAM
cc -O1 -o "$tmp/program" "$tmp/program.c" || exit 1
"$tmp/program" || {
	echo "not to be had here: a kernel whose vDSO has getrandom()"
	exit 77
}
cat >"$tmp/program.py" <<'END_OF_PROGRAM'
import os
for _ in range(100):
    os.urandom(16)
END_OF_PROGRAM


in_12=("$linker_12" --library-path "$libraries_12" "$tmp/program")
in_13=("$linker" --library-path "$libraries" "$tmp/program")
python=("$linker" --library-path "$libraries" "$root/usr/bin/python3.13" "$tmp/program.py")
export PYTHONHOME=$root/usr PYTHONDONTWRITEBYTECODE=1
# calls COMMAND...: how many strace sees of a hundred, or of nine hundred; the kernel makes a new key for itself once a
# minute or oftener, and then a process asks it for one, too.
calls() {
	local number
	"${strace[@]}" -f -e trace=getrandom -o "$tmp/calls" "$@" >"$tmp/out" || return
	number=$(grep -c 'getrandom(' "$tmp/calls")
	if [ "$number" -lt 15 ]; then echo "hardly any"; else echo "$((number / 100 * 100))"; fi
}
# fails COMMAND...: what comes of an error that each getrandom(2) but the first gives
fails() {
	"${strace[@]}" -e trace=getrandom -e inject=getrandom:error=EIO:when=2+ -o "$tmp/calls" "$@" | grep -o 'call .*' || echo "nothing fails"
}
for function in getrandom arc4random_buf getentropy; do
	wanted="hardly any, of nine processes hardly any"
	[ $function != getentropy ] || wanted="100, of nine processes 900"
	seen "100, of nine processes 900" "glibc 2.36, $function(), calls that strace sees" \
		"$(calls "${in_12[@]}" $function), of nine processes $(calls "${in_12[@]}" $function 8)"
	seen "$wanted" "glibc 2.41, $function()" "$(calls "${in_13[@]}" $function), of nine processes $(calls "${in_13[@]}" $function 8)"
	seen 9 "glibc 2.41, $function(), distinct last draws of nine processes" "$(distinct <"$tmp/out")"
done
seen "hardly any" "glibc 2.41, Python 3.13, os.urandom()" "$(calls "${python[@]}")"
seen "call 2 failed" "glibc 2.36, getrandom(), an error in each call but the first" "$(fails "${in_12[@]}" getrandom)"
seen "nothing fails" "glibc 2.41, getrandom()" "$(fails "${in_13[@]}" getrandom)"
seen "call 2 failed" "glibc 2.41, getentropy()" "$(fails "${in_13[@]}" getentropy)"
finish
