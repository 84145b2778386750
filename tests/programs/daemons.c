/* SPDX-License-Identifier: MIT */
/* A program that draws after it became a daemon, or in a child on a terminal of its own:
 * daemons daemon|forkpty. The draws go to the stdout that it was started with.
 */
#define _GNU_SOURCE
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { DRAWS = 4 };

static void draw(int out)
{
	for (int i = 0; i < DRAWS; i++)
		dprintf(out, "%ld ", random() ^ lrand48() << 31);
	dprintf(out, "\n");
}

static void on_terminal(int out)
{
	int terminal;
	pid_t child = forkpty(&terminal, NULL, NULL, NULL);
	if (child == 0) {
		draw(out);
		_exit(0);
	}
	waitpid(child, NULL, 0);
}

int main(int argc, char **argv)
{
	int out = dup(STDOUT_FILENO);
	srandom(9);
	if (argc < 2 || out < 0)
		return 2;
	if (!strcmp(argv[1], "forkpty"))
		on_terminal(out);
	else if (daemon(0, 0) == 0)
		draw(out);
	return 0;
}
