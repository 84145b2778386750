/* SPDX-License-Identifier: MIT */
/* execs PRELOAD COUNT PROGRAM [ARG...]: nanoseconds to start PROGRAM and see it end, with
 * LD_PRELOAD=PRELOAD in its environment ("-" for none) and never in ours, so that what is
 * compared is the started program alone. */
#include "bench.h"

#include <spawn.h>
#include <sys/wait.h>

extern char **environ;

static void one_run(char **command)
{
	pid_t child;
	int status;
	if (posix_spawnp(&child, command[0], NULL, NULL, command, environ))
		give_up(command[0]);
	if (waitpid(child, &status, 0) != child)
		give_up("waitpid");
	if (status) {
		fprintf(stderr, "%s: status %#x\n", command[0], (unsigned)status);
		exit(1);
	}
}

int main(int argc, char **argv)
{
	if (argc < 4) {
		fputs("usage: execs PRELOAD COUNT PROGRAM [ARG...]\n", stderr);
		return 2;
	}
	if (strcmp(argv[1], "-"))
		setenv("LD_PRELOAD", argv[1], 1);
	long count = atol(argv[2]);
	pin_to_this_core();
	one_run(argv + 3);
	double start = now_ns();
	for (long i = 0; i < count; i++)
		one_run(argv + 3);
	print_per_op(start, count);
	return 0;
}
