#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# OpenBLAS with threads of its own, in a process that forks. One expects what a fork does to threads: the child has none
# of them, and may hang at its next product, and the parent goes on as before. Seen in OpenBLAS 0.3.21, its pthread
# build (Debian 12, the first choice there), the other way round: the child multiplies with as many threads as its
# parent had, and it is the *parent* whose threads are gone. A handler that runs before each fork() ends them (source:
# driver/others/memory.c, openblas_fork_handler), and the parent's next product makes others, without the names, or
# the affinity, that the program had given to the old ones. _Fork() and posix_spawn() run no handlers: it keeps them.
. "$(dirname "$0")/lib.bash"
packages libopenblas0-pthread=0.3.21+ds-4

compile -w -D_GNU_SOURCE -l:libopenblas.so.0 -Wl,--allow-shlib-undefined <<'END'
#include <dirent.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
void openblas_set_num_threads(int);
void cblas_dgemm(int, int, int, int, int, int, double, const double *, int, const double *, int, double, double *, int);
enum { SIZE = 200 };
static double a[SIZE * SIZE], b[SIZE * SIZE], product[SIZE * SIZE];
static void multiply(void)
{
	cblas_dgemm(101, 111, 111, SIZE, SIZE, SIZE, 1, a, SIZE, b, SIZE, 0, product, SIZE);
}
/* The threads of this process, and how many of the library's have the name that the program gave them. */
static void tell(const char *when, int name)
{
	char path[300], word[32];
	int threads = 0, named = 0;
	DIR *tasks = opendir("/proc/self/task");
	struct dirent *task;
	while ((task = readdir(tasks)) != NULL) {
		if (task->d_name[0] == '.')
			continue;
		threads++;
		if (atoi(task->d_name) == getpid())
			continue;
		sprintf(path, "/proc/self/task/%s/comm", task->d_name);
		FILE *file = fopen(path, name ? "w" : "r");
		if (name)
			fputs("mine", file);
		else if (fgets(word, sizeof word, file) != NULL && strcmp(word, "mine\n") == 0)
			named++;
		fclose(file);
	}
	closedir(tasks);
	printf("%s %d", when, threads);
	puts(name ? "" : named == 3 ? ", named" : "");
}
int main(int argc, char **argv)
{
	setvbuf(stdout, NULL, _IONBF, 0);
	openblas_set_num_threads(4);
	multiply();
	tell("parent", 1);
	if (strcmp(argv[1], "spawn") == 0) {
		char *words[] = { "true", NULL };
		pid_t child;
		posix_spawnp(&child, "true", NULL, NULL, words, environ);
	} else if ((strcmp(argv[1], "_Fork") == 0 ? _Fork() : fork()) == 0) {
		if (strcmp(argv[1], "fork") == 0) {
			multiply();
			tell("child, after a product", 0);
		}
		_exit(0);
	}
	wait(NULL);
	tell("parent, after the fork", 0);
	multiply();
	tell("parent, after a product", 0);
	return 0;
}
END

# with HOW: what the program tells, in a line
with() { run timeout 60 "$tmp/program" "$1" | paste -sd';' | sed 's/;/; /g'; }
seen "parent 4; child, after a product 4; parent, after the fork 1; parent, after a product 4" "threads, with fork()" "$(with fork)"
seen "parent 4; parent, after the fork 4, named; parent, after a product 4, named" "threads, with _Fork()" "$(with _Fork)"
seen "parent 4; parent, after the fork 4, named; parent, after a product 4, named" "threads, with posix_spawn()" "$(with spawn)"
finish
