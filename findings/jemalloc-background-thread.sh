#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# jemalloc's background_thread gives unused memory back to the kernel without the program's help.
# One expects forked children to have it as well (malloc works there) or the setting to say that
# they have not. In jemalloc 5.3.0 (Debian 12) a child has none: the state background_thread turns
# to false in it, without a word, while the option opt.background_thread goes on being true. So
# the workers of a prefork server keep what they free, where a single process does not. Set to
# true again in the child, it works.
. "$(dirname "$0")/lib.bash"
packages libjemalloc2=5.3.0-1 libjemalloc-dev=5.3.0-1

compile -l:libjemalloc.so.2 <<'END'
#include <jemalloc/jemalloc.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>
static void tell(const char *who)
{
	bool state = false, option = false;
	size_t size = sizeof state;
	mallctl("background_thread", &state, &size, NULL, 0);
	mallctl("opt.background_thread", &option, &size, NULL, 0);
	printf("%s: state %d, option %d\n", who, state, option);
	fflush(stdout);
}
int main(void)
{
	bool on = true;
	tell("parent");
	if (fork() == 0) {
		tell("child");
		mallctl("background_thread", NULL, NULL, &on, sizeof on);
		tell("switched on");
		_exit(0);
	}
	wait(NULL);
	tell("parent after");
	return 0;
}
END

export MALLOC_CONF=background_thread:true
run "$tmp/program" >"$tmp/out"
seen "parent: state 1, option 1" "the parent" "$(sed -n 1p "$tmp/out")"
seen "child: state 0, option 1" "a forked child" "$(sed -n 2p "$tmp/out")"
seen "switched on: state 1, option 1" "the child, once it has set background_thread" "$(sed -n 3p "$tmp/out")"
seen "parent after: state 1, option 1" "the parent, afterwards" "$(sed -n 4p "$tmp/out")"
finish
