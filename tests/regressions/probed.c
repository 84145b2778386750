/* SPDX-License-Identifier: MIT */
/*
 * Asks whether the kernel has filters of system calls, in both ways, and puts none on;
 * then a child of vfork(2) executes a program without an environment. usage: probed
 * PROGRAM
 */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/seccomp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int count, char **words)
{
	char *program[] = {words[count - 1], NULL}, *nothing[] = {NULL};
	uint32_t action = SECCOMP_RET_ERRNO;
	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, NULL) == 0 ||
	    syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, NULL) == 0)
		return 9;
	(void)syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action);
	pid_t pid = vfork();
	if (pid == 0) {
		execve(program[0], program, nothing);
		_exit(8);
	}
	printf("%d\n", pid);
	return waitpid(pid, NULL, 0) != pid;
}
