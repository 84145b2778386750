#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A library that registers a fork handler, loaded with dlmopen() into a namespace of its own. One
# expects fork handlers, and the state of rand(3), to belong to the process. In glibc 2.36 (Debian
# 12) they belong to the C library, and a new namespace has its own copy of it: a fork() called by
# the main program does not run the handler, one called from inside the namespace does, and
# srand() in the main program does not seed the library's rand(). Loaded with dlopen(), the same
# library behaves as expected.
. "$(dirname "$0")/lib.bash"
packages libc6=2.36-9+deb12u14
linker=$(find "$root" -name 'ld-linux-*.so.*' | head -n 1)

cat >"$tmp/library.c" <<'END'
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>
int ran;
static void in_child(void)
{
	ran = 1;
}
void registers(void)
{
	pthread_atfork(NULL, NULL, in_child);
}
int draws(void)
{
	return rand();
}
int forks(void)
{
	return fork();
}
END
cc -O1 -shared -fPIC -o "$tmp/library.so" "$tmp/library.c"

compile -ldl <<'END'
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
static void *library;
static int call(const char *name)
{
	return ((int (*)(void))dlsym(library, name))();
}
/* 1 if the handler ran in the child that FORKS made. */
static int ran(int (*forks)(void))
{
	int status = 0;
	int child = forks();
	if (child == 0)
		_exit(*(int *)dlsym(library, "ran"));
	waitpid(child, &status, 0);
	return WEXITSTATUS(status);
}
int main(int argc, char **argv)
{
	if (argc < 3)
		return 2;
	library = dlmopen(strcmp(argv[2], "new") == 0 ? LM_ID_NEWLM : LM_ID_BASE, argv[1], RTLD_NOW);
	if (library == NULL)
		return 2;
	((void (*)(void))dlsym(library, "registers"))();
	srand(42);
	int mine = rand();
	srand(42);
	printf("main's fork %d, the library's fork %d, seeded %d\n", ran(fork),
	       ran((int (*)(void))dlsym(library, "forks")), call("draws") == mine);
	return 0;
}
END

in_namespace() {
	"$linker" --library-path "$libraries" "$tmp/program" "$tmp/library.so" "$1"
}
seen "main's fork 1, the library's fork 1, seeded 1" \
	"in the program's namespace, the handler ran at" "$(in_namespace base)"
seen "main's fork 0, the library's fork 1, seeded 0" \
	"in a new namespace, the handler ran at" "$(in_namespace new)"
finish
