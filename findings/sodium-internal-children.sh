#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# libsodium's "internal" generator in forked children. Of a library for cryptography one expects
# that a child's random bytes are its own, or that it is refused any. libsodium 1.0.18 (Debian 12)
# looks at the pid only when the words that it keeps ahead are used up (source:
# randombytes/internal/randombytes_internal_random.c, randombytes_internal_random): what a child
# draws until then is what its siblings draw, and there it is killed by SIGABRT. So one draw of the
# parent decides whether a worker dies at its first number or hands out shared ones first.
. "$(dirname "$0")/lib.bash"
packages libsodium23=1.0.18-1+deb12u1 libsodium-dev=1.0.18-1+deb12u1

compile -l:libsodium.so.23 <<'END'
#include <signal.h>
#include <sodium.h>
#include <sodium/randombytes_internal_random.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
int main(int argc, char **argv)
{
	int before = atoi(argv[1]), draws = atoi(argv[2]), status, aborted = 0;
	randombytes_set_implementation(&randombytes_internal_implementation);
	if (argc != 3 || sodium_init() < 0)
		return 1;
	while (before-- > 0)
		randombytes_random();
	for (int i = 0; i < 8; i++) {
		if (fork() == 0) {
			unsigned number = 0;
			for (int j = 0; j < draws; j++)
				number = randombytes_random();
			printf("%u\n", number);
			exit(0);
		}
		wait(&status);
		aborted += WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
	}
	printf("%d aborted\n", aborted);
	return 0;
}
END

# children BEFORE DRAWS: how many different numbers, and how many died
children() {
	run "$tmp/program" "$1" "$2" >"$tmp/out"
	echo "$(grep -v aborted "$tmp/out" | sort -u | wc -l) numbers, $(grep aborted "$tmp/out")"
}
seen "1 numbers, 0 aborted" "the parent drew once; each of 8 children draws its first number" "$(children 1 1)"
seen "1 numbers, 0 aborted" "its hundredth" "$(children 1 100)"
seen "0 numbers, 8 aborted" "its three hundredth" "$(children 1 300)"
seen "0 numbers, 8 aborted" "the parent drew none; the first number" "$(children 0 1)"
finish
