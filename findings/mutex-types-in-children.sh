#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A thread locks a mutex, forks, and unlocks it in the child, as handlers of pthread_atfork(3) do
# that keep a library whole. The child's thread is the copy of the one that locked it, so one
# expects it to be the owner. Seen in glibc 2.36 and musl 1.2.3 (Debian 12): that holds for a
# normal mutex. Recursive, error-checking and robust ones keep the number of the *parent's* thread:
# the child may not unlock them (EPERM), and nobody ever will; a library whose author made its
# mutex recursive must make it anew in the child. The source is the same for both C libraries.
. "$(dirname "$0")/lib.bash"
packages libc6=2.36-9+deb12u14 musl=1.2.3-1 musl-dev=1.2.3-1

cat >"$tmp/program.c" <<'END'
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
static const char *name(int error)
{
	return error == EPERM ? "EPERM" : error == EBUSY ? "EBUSY" : error ? "another" : "0";
}
int main(int argc, char **argv)
{
	static const int types[] = {PTHREAD_MUTEX_NORMAL, PTHREAD_MUTEX_ERRORCHECK,
				    PTHREAD_MUTEX_RECURSIVE, PTHREAD_MUTEX_NORMAL};
	int which = argc > 1 ? atoi(argv[1]) : 0;
	pthread_mutex_t mutex;
	pthread_mutexattr_t attributes;
	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_settype(&attributes, types[which]);
	if (which == 3)
		pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
	pthread_mutex_init(&mutex, &attributes);
	pthread_mutex_lock(&mutex);
	if (fork() == 0) {
		const char *unlocked = name(pthread_mutex_unlock(&mutex));
		printf("%s %s\n", unlocked, name(pthread_mutex_trylock(&mutex)));
		return 0;
	}
	wait(NULL);
	return pthread_mutex_unlock(&mutex);
}
END
compile_for_both -w

types=(normal errorcheck recursive robust)
for libc in glibc musl; do
	for which in 0 1 2 3; do
		wanted="EPERM EBUSY"
		[ $which != 0 ] || wanted="0 0"
		seen "$wanted" "$libc, ${types[which]}: unlock and trylock in the child" "$(with_$libc $which)"
	done
done
finish
