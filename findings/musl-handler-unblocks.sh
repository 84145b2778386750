#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A program's caller has blocked signals 33, 34 and 35 (glibc's SIGRTMIN is 34), and the program sets a handler
# for SIGUSR1, which has nothing to do with them. One expects a signal's mask to stay as it was inherited, as
# sigaction(2) is not said to touch it. Seen: with musl 1.2.3 the first handler of a process, for whatever
# signal, unblocks 33 and 34 for good (musl keeps them for its threads; src/signal/sigaction.c), and what
# the process executes later inherits that; setting SIG_IGN unblocks nothing; a second handler, when they are
# blocked anew, neither. With glibc 2.36 nothing changes. So a launcher that has set a handler for itself hands on
# another mask than it was given, and its sigprocmask(3) can't even show that: it hides these two.
. "$(dirname "$0")/lib.bash"
packages musl=1.2.3-1 musl-dev=1.2.3-1

cat >"$tmp/program.c" <<'END'
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>
static unsigned long long mask(const unsigned long long *set)
{
	unsigned long long now = 0;
	syscall(SYS_rt_sigprocmask, SIG_BLOCK, set, &now, 8);
	return now >> 32 & 7; /* signals 33, 34 and 35 */
}
static void handle(int number)
{
	(void)number;
}
int main(void)
{
	const unsigned long long three = 7ULL << 32;
	sigset_t told;
	mask(&three);
	signal(SIGUSR2, SIG_IGN);
	printf("%llu", mask(NULL));
	signal(SIGUSR1, handle);
	printf(" %llu", mask(NULL));
	mask(&three);
	signal(SIGALRM, handle);
	sigprocmask(SIG_BLOCK, NULL, &told);
	printf(" %llu, of which it is told %d\n", mask(NULL), sigismember(&told, 34) == 1);
	return 0;
}
END
cc -O1 -o "$tmp/glibc" "$tmp/program.c"
compile_for_musl

echo "blocked of 33, 34, 35 as bits: after SIG_IGN, after a handler, after another one"
seen "7 7 7, of which it is told 1" "this system's glibc" "$("$tmp/glibc")"
seen "7 4 7, of which it is told 0" "musl 1.2.3" "$("$musl" "$tmp/musl")"
finish
