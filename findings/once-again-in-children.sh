#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A thread is inside an initialisation that is to run once, and another one forks. It is half done, and the child does not
# have the thread that would end it, so one expects the child's own call to be refused, or never to get through. Seen in
# glibc 2.36 (Debian 12): by pthread_once(), C11's call_once() and, with libstdc++ 12.2.0, std::call_once() the child
# runs it anew and goes on, over what the first run has left, as "in progress" is noted with a count of forks (source:
# nptl/pthread_once.c). So what it opens or registers first is there twice. An initialisation that had ended at the fork is
# not run again.
. "$(dirname "$0")/lib.bash"
packages libc6=2.36-9+deb12u14 libstdc++6=12.2.0-14+deb12u1
linker=$(find "$root" -name 'ld-linux-*.so.*' | head -n 1)

# usage: program HOW WHEN. A thread begins, and has ended at the fork (after) or never does (inside); then a child does the same.
cat >"$tmp/common.h" <<'END'
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
static pid_t parent;
static volatile int runs, stays, ended;
static void initialise(void)
{
	runs++;
	while (stays && getpid() == parent) pause();
}
static void *(*begin)(void *);
static void *run(void *data)
{
	begin(data);
	ended = 1;
	return data;
}
static int forked(const char *when)
{
	pthread_t thread;
	stays = strcmp(when, "inside") == 0;
	parent = getpid();
	pthread_create(&thread, NULL, run, NULL);
	while (stays ? runs == 0 : !ended) usleep(1000);
	if (fork() == 0) {
		begin(NULL);
		printf("%d\n", runs);
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
	begin = strcmp(argv[1], "call_once") == 0 ? by_c11 : by_pthread;
	return forked(argv[2]);
}
END
cat >"$tmp/program.cc" <<'END'
#include "common.h"
#include <mutex>
static std::once_flag flag;
static void *by_std(void *data) { std::call_once(flag, initialise); return data; }
int main(int argc, char **argv)
{
	begin = by_std;
	return forked(argv[2]);
}
END
cd "$tmp" || exit 1
cc -O1 -pthread -o c program.c && c++ -O1 -pthread -o cxx program.cc || exit 1
run() { "$linker" --library-path "$libraries" "$@" 2>&1; }

for how in pthread_once call_once std::call_once; do
	program=./c
	[ $how != std::call_once ] || program=./cxx
	seen 1 "$how(), which has ended at the fork: how often it has run in the child" "$(run $program $how after)"
	seen 2 "$how(), which a thread is inside at the fork: the same" "$(run $program $how inside)"
done
finish
