/* SPDX-License-Identifier: MIT */
/*
 * crowd SERVERS WORKERS: so many processes that the report's page must not mind: servers
 * with a stream of their own, whose workers draw from what they inherit.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static void work(void)
{
	volatile long drawn = random();
	(void)drawn;
	_exit(0);
}

static void serve(unsigned seed, int workers)
{
	srandom(seed);
	random();
	for (int i = 0; i < workers; i++) {
		pid_t pid = fork();
		if (pid == 0)
			work();
		waitpid(pid, NULL, 0);
	}
	_exit(0);
}

int main(int argc, char **argv)
{
	if (argc != 3)
		return 2;
	for (int i = 0; i < atoi(argv[1]); i++)
		if (fork() == 0)
			serve((unsigned)i + 1, atoi(argv[2]));
	while (wait(NULL) > 0)
		;
	return 0;
}
