#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A thread runs, the process forks, and the child joins that thread, as destructors and tidy clean-up code do. The
# child does not have it, so one expects an error, ESRCH or EBUSY. Seen in glibc 2.36 (Debian 12): the join
# succeeds at once, with a result, NULL, of a thread that has not ended and runs on in the parent. In a child fork()
# sets the other threads' numbers to 0 (source: sysdeps/nptl/fork.h, reclaim_stacks), and that is what a join waits
# for. C11's thrd_join() succeeds with 0. So what the thread was to compute is taken for done where it is half done.
# pthread_tryjoin_np() of musl 1.2.3 says EBUSY.
. "$(dirname "$0")/lib.bash"
packages libc6=2.36-9+deb12u14 musl=1.2.3-1 musl-dev=1.2.3-1

# program WHO HOW: WHO (parent, child) joins a thread that goes on for ever, HOW (join, try, thrd).
cat >"$tmp/program.c" <<'END'
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <threads.h>
#include <unistd.h>
static void *run(void *data)
{
	for (;;) pause();
	return data;
}
static int run_c11(void *data) { return run(data) != data; }
static const char *name(int error)
{
	return error == 0 ? "success" : error == EBUSY ? "EBUSY" : error == ESRCH ? "ESRCH" : "another error";
}
static void join(pthread_t thread, thrd_t c11, const char *how)
{
	void *result = &thread;
	int number = 7, error;
	if (strcmp(how, "thrd") == 0) {
		error = thrd_join(c11, &number);
		printf("%s, %d\n", error == thrd_success ? "success" : "an error", number);
		return;
	}
	error = strcmp(how, "try") == 0 ? pthread_tryjoin_np(thread, &result) : pthread_join(thread, &result);
	printf("%s%s\n", name(error), error ? "" : result == &thread ? ", no result" : result ? ", a result" : ", NULL");
}
int main(int argc, char **argv)
{
	pthread_t thread;
	thrd_t c11;
	setvbuf(stdout, NULL, _IONBF, 0);
	pthread_create(&thread, NULL, run, &thread);
	thrd_create(&c11, run_c11, NULL);
	if (strcmp(argv[1], "parent") == 0 || fork() == 0) {
		join(thread, c11, argv[2]);
		_exit(0);
	}
	wait(NULL);
	if (pthread_kill(thread, 0) != 0 || pthread_tryjoin_np(thread, NULL) != EBUSY) puts("and it has ended");
	_exit(0);
}
END
compile_for_both -w -pthread

for libc in glibc musl; do
	seen EBUSY "$libc, pthread_tryjoin_np() in the process of the thread" "$("with_$libc" parent try)"
done
seen "success, NULL" "glibc, pthread_tryjoin_np() in a child" "$(with_glibc child try)"
seen EBUSY "musl, pthread_tryjoin_np() in a child" "$(with_musl child try)"
seen "success, NULL" "glibc, pthread_join() in a child" "$(with_glibc child join)"
seen "success, 0" "glibc, thrd_join() in a child" "$(with_glibc child thrd)"
finish
