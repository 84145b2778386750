#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# APR's apr_random_t in forked children. Its header says that apr_proc_fork() tells generators of
# a child, "so only weird applications need ever call it themselves" (apr_random_after_fork()). In
# APR 1.7.2 (Debian 12) every other fork is weird: in children of fork(2) itself, or of a library
# that forks, eight draw one number, with success, from a generator that had the kernel's entropy.
# Inside apr_proc_fork() they draw eight.
. "$(dirname "$0")/lib.bash"
packages libapr1=1.7.2-3+deb12u1 libapr1-dev=1.7.2-3+deb12u1

compile -D_GNU_SOURCE -l:libapr-1.so.0 -Wl,--allow-shlib-undefined <<'END'
#include <apr_general.h>
#include <apr_random.h>
#include <apr_thread_proc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
int main(int argc, char **argv)
{
	apr_pool_t *pool;
	apr_proc_t process;
	unsigned char entropy[32];
	unsigned long number;
	char line[32];
	apr_initialize();
	apr_pool_create(&pool, NULL);
	apr_random_t *state = apr_random_standard_new(pool);
	while (apr_random_insecure_ready(state) != APR_SUCCESS) {
		apr_generate_random_bytes(entropy, sizeof entropy);
		apr_random_add_entropy(state, entropy, sizeof entropy);
	}
	for (int i = 0; i < 8; i++) {
		int is_child = argc > 1 && strcmp(argv[1], "apr") == 0
				       ? apr_proc_fork(&process, pool) == APR_INCHILD
				       : fork() == 0;
		if (is_child) {
			if (apr_random_insecure_bytes(state, &number, sizeof number) != APR_SUCCESS)
				_exit(1);
			_exit(write(1, line, (size_t)sprintf(line, "%lx\n", number)) < 0);
		}
		wait(NULL);
	}
	return 0;
}
END

seen 1 "fork(): distinct numbers of 8 children" "$(run "$tmp/program" | distinct)"
seen 8 "apr_proc_fork(): distinct numbers of 8 children" "$(run "$tmp/program" apr | distinct)"
finish
