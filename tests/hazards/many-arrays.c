/* SPDX-License-Identifier: MIT */
/*
 * More arrays of initstate(3) than the shim's first table of them has room for. Each of
 * four children goes to some of them by setstate(3), and prints a number of each; so does
 * the parent, before and after. Usage: many-arrays COUNT.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SIZE = 32, LOOKED_AT = 5 };

static char *array(long number)
{
	static char *all;
	if (!all && !(all = calloc(70000, SIZE)))
		exit(1);
	return all + number * SIZE;
}

static void print_some(const char *who, long count)
{
	for (long i = 0; i < LOOKED_AT; i++) {
		setstate(array(i * (count - 1) / (LOOKED_AT - 1)));
		printf("%s %ld %ld\n", who, i, random());
	}
	fflush(stdout);
}

int main(int argc, char **argv)
{
	long count = argc > 1 ? atol(argv[1]) : 100;
	for (long i = 0; i < count; i++)
		initstate((unsigned)i + 1, array(i), SIZE);
	print_some("parent", count);
	for (int i = 0; i < 4; i++) {
		if (fork() == 0) {
			print_some("child", count);
			_exit(0);
		}
		wait(NULL);
	}
	print_some("parent", count);
	return 0;
}
