#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A thread is inside an initialisation that is to run once, and another one forks. One expects the child's own call to
# wait for a thread that it does not have, whatever the initialisation is written with. Seen in glibc 2.36 (Debian 12): by
# pthread_once(), C11's call_once() and, with libstdc++ 12.2.0, std::call_once() the child runs it anew, over what the
# first run left half done, as "in progress" is noted with a count of forks (source: nptl/pthread_once.c). A static
# variable in a C++ function, begun by the same thread with the same function, makes the child wait, and so
# does std::call_once() of libc++ 14.0.6 beside the same glibc, and musl 1.2.3's pthread_once() and call_once().
# shellcheck disable=SC2317 # with_$libc calls them
. "$(dirname "$0")/lib.bash"
packages libc6=2.36-9+deb12u14 musl=1.2.3-1 musl-dev=1.2.3-1 libstdc++6=12.2.0-14+deb12u1 libc++-14-dev=1:14.0.6-12 \
	libc++abi-14-dev=1:14.0.6-12 libc++1-14=1:14.0.6-12 libc++abi1-14=1:14.0.6-12 libunwind-14=1:14.0.6-12
linker=$(find "$root" -name 'ld-linux-*.so.*' | head -n 1)

# A thread begins and never ends; then a child does the same, in which it ends at once.
cat >"$tmp/common.h" <<'END'
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
static pid_t parent;
static volatile int runs;
static void initialise(void)
{
	runs++;
	while (getpid() == parent) pause();
}
static void waits(int number)
{
	(void)number;
	(void)!write(1, "waits\n", 6);
	_exit(0);
}
static void *(*begin)(void *);
static int forked(void)
{
	pthread_t thread;
	parent = getpid();
	pthread_create(&thread, NULL, begin, NULL);
	while (runs == 0) usleep(1000);
	if (fork() == 0) {
		signal(SIGALRM, waits);
		alarm(2);
		begin(NULL);
		printf("run %d\n", runs);
		fflush(stdout);
		_exit(0);
	}
	wait(NULL);
	_exit(0);
}
END
cat >"$tmp/program.c" <<'END'
#include "common.h"
#include <threads.h>
static pthread_once_t control = PTHREAD_ONCE_INIT;
static once_flag flag = ONCE_FLAG_INIT;
static void *by_pthread(void *data) { return pthread_once(&control, initialise), data; }
static void *by_c11(void *data) { return call_once(&flag, initialise), data; }
int main(int argc, char **argv)
{
	begin = argc > 1 && strcmp(argv[1], "call_once") == 0 ? by_c11 : by_pthread;
	return forked();
}
END
cat >"$tmp/program.cc" <<'END'
#include "common.h"
#include <mutex>
static std::once_flag flag;
static int value() { initialise(); return 1; }
static void *by_std(void *data) { std::call_once(flag, initialise); return data; }
static void *by_static(void *) { static int made = value(); return &made; }
int main(int argc, char **argv)
{
	begin = argc > 1 && strcmp(argv[1], "static") == 0 ? by_static : by_std;
	return forked();
}
END
llvm=$root/usr/lib/llvm-14
cd "$tmp" || exit 1
cc -O1 -pthread -o glibc program.c && c++ -O1 -pthread -o libstdcxx program.cc &&
	c++ -O1 -pthread -nostdinc++ -isystem "$llvm/include/c++/v1" -o libcxx program.cc -nodefaultlibs \
		"$llvm/lib/libc++.so.1" "$llvm/lib/libc++abi.so.1" -Wl,--allow-shlib-undefined -lc -lgcc_s -lgcc || exit 1
compile_for_musl
of_glibc() { "$linker" --library-path "$libraries" "$@" 2>&1; }
with_musl() { "$musl" "$tmp/musl" "$@"; }

for how in pthread_once call_once; do
	seen "run 2" "glibc, $how(): the child's call" "$(of_glibc ./glibc $how)"
	seen waits "musl, $how()" "$(with_musl $how)"
done
seen "run 2" "libstdc++ and glibc, std::call_once()" "$(of_glibc ./libstdcxx call_once)"
seen waits "libstdc++ and glibc, a static variable in a function" "$(of_glibc ./libstdcxx static)"
seen waits "libc++ and glibc, std::call_once()" "$(of_glibc ./libcxx call_once)"
finish
