/* SPDX-License-Identifier: MIT */
/* spent COMMAND...: processor seconds and peak resident kilobytes of a command, on
 * stdout; what it says itself is thrown away. Its exit status, too, becomes this
 * program's. (A larger program that started it would find its own size in the peak.) */
#include "bench.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>

static double seconds(struct timeval time)
{
	return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

static _Noreturn void execute(char **command)
{
	int nowhere = open("/dev/null", O_RDWR);
	if (nowhere < 0 || dup2(nowhere, STDOUT_FILENO) < 0 ||
	    dup2(nowhere, STDERR_FILENO) < 0)
		give_up("/dev/null");
	execvp(command[0], command);
	_exit(127);
}

int main(int argc, char **argv)
{
	struct rusage usage;
	int status;
	if (argc < 2) {
		fputs("usage: spent COMMAND...\n", stderr);
		return 2;
	}
	pid_t child = fork();
	if (child == 0)
		execute(argv + 1);
	if (child < 0 || wait4(child, &status, 0, &usage) != child || !WIFEXITED(status))
		give_up(argv[1]);
	printf("%.6f %ld\n", seconds(usage.ru_utime) + seconds(usage.ru_stime),
	       usage.ru_maxrss);
	return WEXITSTATUS(status);
}
