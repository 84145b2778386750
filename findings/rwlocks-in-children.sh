#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A thread takes a read-write lock, forks, and the child gives its copy back. A child's thread is the copy of the one
# that forked, so one expects the lock to be free then, or an error. Seen in glibc 2.36 (Debian 12): pthread_rwlock_unlock()
# says 0, and the lock stays taken, for good. Held for writing, since the owner's number is the parent's thread's, and who
# has another number gives back a *read* lock (source: nptl/pthread_rwlock_unlock.c). Held for reading while
# another thread of the parent waits to write, since the last reader hands the lock to that one, who is not there. Held
# for reading with nobody waiting, it is free. In musl 1.2.3 it is free in all three. A lock that nobody holds, and a
# child that makes it anew by pthread_rwlock_init(3), have none of this.
. "$(dirname "$0")/lib.bash"
packages libc6=2.36-9+deb12u14 musl=1.2.3-1 musl-dev=1.2.3-1

# program HELD WAITS DOES: the lock is HELD (read, write) at the fork, another thread WAITS for it (writer, nobody).
cat >"$tmp/program.c" <<'END'
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static void *writer(void *data)
{
	pthread_rwlock_wrlock(&lock);
	return data;
}
static const char *taken(int error) { return error == 0 ? "let in" : error == EBUSY ? "EBUSY" : "another error"; }
int main(int argc, char **argv)
{
	pthread_t thread;
	if (strcmp(argv[1], "write") == 0) pthread_rwlock_wrlock(&lock);
	else pthread_rwlock_rdlock(&lock);
	if (strcmp(argv[2], "writer") == 0) pthread_create(&thread, NULL, writer, NULL);
	usleep(500000);
	if (fork() == 0) {
		int unlocked = 0, read;
		if (strcmp(argv[3], "init") == 0) pthread_rwlock_init(&lock, NULL);
		else unlocked = pthread_rwlock_unlock(&lock);
		read = pthread_rwlock_tryrdlock(&lock);
		if (read == 0) pthread_rwlock_unlock(&lock);
		printf("%d, reader %s, writer %s\n", unlocked, taken(read), taken(pthread_rwlock_trywrlock(&lock)));
		fflush(stdout);
		_exit(0);
	}
	wait(NULL);
	_exit(0);
}
END
compile_for_both -w -pthread

free="0, reader let in, writer let in"
for libc in glibc musl; do
	stays=$free
	[ $libc != glibc ] || stays="0, reader EBUSY, writer EBUSY"
	seen "$free" "$libc, held for reading: unlock, and then others in the child" "$("with_$libc" read nobody unlock)"
	seen "$stays" "$libc, held for reading, and a thread of the parent waits to write" "$("with_$libc" read writer unlock)"
	seen "$stays" "$libc, held for writing" "$("with_$libc" write nobody unlock)"
	seen "$free" "$libc, held for writing, pthread_rwlock_init() in the child" "$("with_$libc" write nobody init)"
done
finish
