/* SPDX-License-Identifier: MIT */
/* first-draw within|life DRAWS: the page faults of a forked child that calls rand() DRAWS
 * times, in those calls alone or in its whole life. The calls stand between two
 * getppid(), by which whoever traces the child finds the system calls they make. */
#include "bench.h"

#include <sys/resource.h>
#include <sys/wait.h>

static long faults_so_far(void)
{
	struct rusage usage;
	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_minflt;
}

static void draw_between_marks(long draws)
{
	getppid();
	for (long i = 0; i < draws; i++)
		rand();
	getppid();
}

/* The first turn, without draws, only brings in the pages of this code and its stack. */
static int faults_within(long draws)
{
	faults_so_far();
	draw_between_marks(0);
	long before = faults_so_far();
	draw_between_marks(draws);
	return (int)(faults_so_far() - before);
}

int main(int argc, char **argv)
{
	int status;
	struct rusage usage;
	if (argc != 3) {
		fputs("usage: first-draw within|life DRAWS\n", stderr);
		return 2;
	}
	int life = !strcmp(argv[1], "life");
	long draws = atol(argv[2]);
	srand(1);
	rand();
	pid_t pid = fork();
	if (pid < 0)
		give_up("fork");
	if (pid == 0)
		_exit(faults_within(draws));
	if (wait4(pid, &status, 0, &usage) != pid || !WIFEXITED(status))
		give_up("wait4");
	printf("%ld\n", life ? usage.ru_minflt : (long)WEXITSTATUS(status));
	return 0;
}
