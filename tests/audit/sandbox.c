/* SPDX-License-Identifier: MIT */
/*
 * A child that draws where nothing is left to it: usage: sandbox strict (seccomp's strict
 * mode, in which any system call but read, write and exit kills), closed (no
 * descriptors), killed (SIGKILL right behind the draw), chroot (an empty root), crowd N
 * (N children, 64 at a time), signalled (a child whose handler draws). Prints what became
 * of it.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void strict(void)
{
	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT) < 0)
		_exit(9);
	random();
	drand48();
	syscall(SYS_exit, errno == 0 ? 0 : 8);
}

static void closed(void)
{
	for (int fd = 0; fd < 256; fd++)
		close(fd);
	random();
	_exit(0);
}

static void killed(void)
{
	random();
	kill(getpid(), SIGKILL);
}

static void in_chroot(void)
{
	char directory[] = "/tmp/forkseed-test-XXXXXX";
	if (!mkdtemp(directory) || chroot(directory) < 0 || chdir("/") < 0)
		_exit(9);
	random();
	_exit(0);
}

static void handle(int signal)
{
	random();
	_exit(signal == SIGALRM ? 0 : 9);
}

static void signalled(void)
{
	signal(SIGALRM, handle);
	raise(SIGALRM);
	_exit(9);
}

static int child(void (*act)(void))
{
	int status;
	pid_t pid = fork();
	if (pid == 0) {
		errno = 0;
		act();
		_exit(7);
	}
	waitpid(pid, &status, 0);
	return status;
}

/* How many did not end well. */
static int crowd(int count)
{
	int bad = 0, status, running = 0;
	for (int i = 0; i < count || running > 0;) {
		if (i < count && running < 64) {
			pid_t pid = fork();
			if (pid == 0) {
				random();
				_exit(0);
			}
			bad += pid < 0;
			i++, running++;
			continue;
		}
		bad += wait(&status) < 0 || status != 0;
		running--;
	}
	return bad;
}

static const struct {
	const char *name;
	void (*act)(void);
} cases[] = {
	{"strict", strict},    {"closed", closed},       {"killed", killed},
	{"chroot", in_chroot}, {"signalled", signalled},
};

int main(int count, char **words)
{
	random();
	if (count == 3 && strcmp(words[1], "crowd") == 0)
		return printf("%d bad\n", crowd(atoi(words[2]))) < 0;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (count == 2 && strcmp(words[1], cases[i].name) == 0)
			return printf("status %x\n", (unsigned)child(cases[i].act)) < 0;
	return 2;
}
