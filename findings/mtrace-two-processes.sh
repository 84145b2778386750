#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# glibc's mtrace(3) writes each malloc() and free() to a file, of which mtrace(1) tells what was not freed. A program forks.
# One expects a file for each process, or the parent's calls alone. Seen in glibc 2.36 (Debian 12): both write to
# one file, by one descriptor, in lines that have no pid, and of memory that has one address in both. So
# of a program that frees all in each process mtrace(1) says that what was freed "was never alloc'd"; and a child's free is
# taken for its parent's, so that memory which the parent loses is not told. How much of it is so depends on what
# the parent had not yet written of a buffer of 512 bytes, which the child writes as well (source: malloc/mtrace-impl.c).
# muntrace() first thing in the child makes it right.
. "$(dirname "$0")/lib.bash"
packages libc6=2.36-9+deb12u14 libc-devtools=2.36-9+deb12u14
linker=$(find "$root" -name 'ld-linux-*.so.*' | head -n 1)
cat >"$tmp/program.c" <<'END'
#include <mcheck.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
static void *blocks[100];
static void free_all(void)
{
	for (int i = 0; i < 100; i++) free(blocks[i]);
}
/* program WHAT...: forks, or not, and who of the two frees the hundred blocks of the parent */
int main(int argc, char **argv)
{
	int forks = 0, child_unhooks = 0, child_frees = 0, parent_frees = 0;
	for (int i = 1; i < argc; i++) {
		forks |= strcmp(argv[i], "fork") == 0;
		child_unhooks |= strcmp(argv[i], "muntrace") == 0;
		child_frees |= strcmp(argv[i], "child") == 0;
		parent_frees |= strcmp(argv[i], "parent") == 0;
	}
	mtrace();
	for (int i = 0; i < 100; i++) blocks[i] = malloc(100 + i);
	if (forks && fork() == 0) {
		if (child_unhooks) muntrace();
		if (child_frees) free_all();
		exit(0);
	}
	wait(NULL);
	if (parent_frees) free_all();
	muntrace();
	_exit(0);
}
END
cc -O1 -o "$tmp/program" "$tmp/program.c" || exit 1
# told WHAT...: what mtrace(1) makes of it
told() {
	rm -f "$tmp/log"
	MALLOC_TRACE="$tmp/log" "$linker" --library-path "$libraries" --preload libc_malloc_debug.so.0 "$tmp/program" "$@"
	"$root/usr/bin/mtrace" "$tmp/log" | awk '
		function many(n) { return n == 0 ? "none" : n == 100 ? "all" : n * 2 > 100 ? "most" : "few" }
		/was never alloc/ { never++ } /^0x.* at / { lost++ } /No memory leaks/ { none = 1 }
		END { print "not freed: " many(lost) ", never allocated: " many(never) (none ? ", no leaks" : "") }'
}
seen "not freed: none, never allocated: none, no leaks" "no fork, all is freed" "$(told parent)"
seen "not freed: all, never allocated: none" "no fork, nothing is freed" "$(told)"
seen "not freed: none, never allocated: most, no leaks" "a fork, all is freed in both" "$(told fork child parent)"
seen "not freed: few, never allocated: none" "a fork, the child frees all, the parent nothing" "$(told fork child)"
seen "not freed: none, never allocated: none, no leaks" "both, and the child calls muntrace() first" \
	"$(told fork muntrace child parent)"
seen "not freed: all, never allocated: none" "the child alone, and it calls muntrace() first" "$(told fork muntrace child)"
finish
