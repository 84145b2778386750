/* SPDX-License-Identifier: MIT */
/*
 * many idle|draw|daemon COUNT: so many children, one after the other, of a parent that
 * has drawn: they do nothing, draw once, or become a daemon that draws once.
 */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static void work(const char *what)
{
	volatile long drawn = 0;
	if (strcmp(what, "daemon") == 0 && daemon(1, 1) < 0)
		_exit(1);
	if (strcmp(what, "idle") != 0)
		drawn = random();
	(void)drawn;
	_exit(0);
}

int main(int argc, char **argv)
{
	if (argc != 3)
		return 2;
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	for (int i = atoi(argv[2]); i > 0; i--) {
		srandom((unsigned)i);
		pid_t pid = fork();
		if (pid == 0)
			work(argv[1]);
		while (wait(NULL) > 0)
			;
	}
	return 0;
}
