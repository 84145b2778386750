/* SPDX-License-Identifier: MIT */
/*
 * daemons alone|workers|mixed: becomes a daemon by daemon(3), which draws what it
 * inherited. alone: from two generators, and nobody else does. workers: so does a child
 * of its own. mixed: a child draws from one of the two. Each prints what it drew.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void draw_random(void)
{
	printf("random %ld\n", random());
	fflush(stdout);
}

static void draw_drand48(void)
{
	printf("drand48 %ld\n", lrand48());
	fflush(stdout);
}

static void work(const char *mode)
{
	draw_random();
	if (strcmp(mode, "workers") == 0)
		draw_drand48();
}

int main(int argc, char **argv)
{
	if (argc < 2)
		return 2;
	srandom(42);
	srand48(42);
	if (daemon(1, 1) < 0)
		return 1;
	if (strcmp(argv[1], "alone") != 0 && fork() == 0) {
		work(argv[1]);
		return 0;
	}
	draw_random();
	draw_drand48();
	wait(NULL);
	return 0;
}
