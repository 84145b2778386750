/* SPDX-License-Identifier: MIT */
/* The page faults of one call in a forked child, one instruction at a time, so that each
 * is known by what it was for: "code", to fetch an instruction, of which there are more
 * or less as the kernel maps neighbours along (and so as addresses fall), and "data".
 * Calls: "draw" (random), "draw48", "floor": what a child can't do without that tells
 * itself from its parent by a wiped page: it writes that page, and its generator's state.
 * (It writes before it reads: the first look would map the kernel's page of zeros, and
 * the first store another one.)
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef MADV_WIPEONFORK
#define MADV_WIPEONFORK 18
#endif

enum { PAGE = 4096, MOST_STEPS = 20000 };

static volatile long *wiped;
static _Alignas(PAGE) volatile long state[PAGE / sizeof(long)];

static void make_floor(void)
{
	wiped = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
		     0);
	if (madvise((void *)wiped, PAGE, MADV_WIPEONFORK) != 0)
		exit(2);
	wiped[0] = state[0] = 1;
}

static void call(char what)
{
	if (what == 'd')
		random();
	else if (what == '4')
		lrand48();
	else if (wiped[1] = 1, wiped[0] == 0)
		wiped[0] = state[0] = 2;
}

/* A number of /proc/PID/stat: faults that needed no disk. */
static long faults_of(pid_t pid)
{
	char path[64], text[1024];
	long faults = 0;
	snprintf(path, sizeof path, "/proc/%d/stat", pid);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t length = read(fd, text, sizeof text - 1);
	close(fd);
	if (length <= 0)
		exit(2);
	text[length] = 0;
	sscanf(strrchr(text, ')') + 2, "%*c %*d %*d %*d %*d %*d %*u %ld", &faults);
	return faults;
}

static bool is_mapped(int pagemap, uintptr_t address)
{
	uint64_t entry = 0;
	ssize_t got = pread(pagemap, &entry, sizeof entry,
			    (off_t)(address / PAGE * sizeof entry));
	return got == sizeof entry && entry >> 63;
}

/* PTRACE_PEEKUSER of the instruction pointer. */
static uintptr_t next_instruction(pid_t pid)
{
	return (uintptr_t)ptrace(PTRACE_PEEKUSER, pid,
				 (void *)offsetof(struct user_regs_struct, rip), NULL);
}

static bool step(pid_t pid)
{
	int status;
	return ptrace(PTRACE_SINGLESTEP, pid, NULL, NULL) == 0 &&
	       waitpid(pid, &status, 0) == pid && WIFSTOPPED(status) &&
	       WSTOPSIG(status) == SIGTRAP;
}

static void follow(pid_t pid)
{
	char path[64];
	long code = 0, data = 0, steps = 0, before = faults_of(pid);
	snprintf(path, sizeof path, "/proc/%d/pagemap", pid);
	int pagemap = open(path, O_RDONLY | O_CLOEXEC);
	for (; steps < MOST_STEPS; steps++) {
		bool fetches = !is_mapped(pagemap, next_instruction(pid));
		if (!step(pid))
			break;
		long now = faults_of(pid), more = now - before;
		code += more > 0 && fetches;
		data += more - (more > 0 && fetches);
		before = now;
	}
	printf("code=%ld data=%ld steps=%ld\n", code, data, steps);
	close(pagemap);
}

/* Also runs syscall(2) before the call, whose page of libc is not the call's. */
static void stop(int signal)
{
	syscall(SYS_kill, syscall(SYS_getpid), signal);
}

int main(int count, char **arguments)
{
	if (count != 2)
		return 2;
	char what = strcmp(arguments[1], "draw48") == 0 ? '4' : arguments[1][0];
	random();
	lrand48();
	make_floor();
	pid_t pid = fork();
	if (pid == 0) {
		ptrace(PTRACE_TRACEME, 0, NULL, NULL);
		stop(SIGSTOP);
		call(what);
		stop(SIGUSR1);
		_exit(0);
	}
	waitpid(pid, NULL, 0);
	follow(pid);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	return 0;
}
