/* SPDX-License-Identifier: MIT */
/* Calls clone(2) on a stack in shared memory, and writes over all that it has left there
 * as soon as that returns: a child on a private stack of its own needs nothing of it.
 * Prints how many of 20 children did what they were asked to.
 */
#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

enum { CHILDREN = 20, SIZE = 65536, USED = 4096, TIMES = 200, WELL = 7 };

static ucontext_t here, there;
static _Alignas(16) char childs[SIZE];
static pid_t child;

static int as_asked(void *what)
{
	_exit(what == childs ? WELL : 0);
}

static __attribute__((noinline)) void write_over(void)
{
	char left[USED];
	for (int time = 0; time < TIMES; time++) {
		memset(left, 0xa5, sizeof left);
		__asm__ volatile("" : : "r"(left) : "memory"); /* it is read */
	}
}

static void make(void)
{
	child = clone(as_asked, childs + SIZE, SIGCHLD, childs);
	write_over();
}

static int is_well(void *stack)
{
	int status;
	if (getcontext(&there) != 0)
		abort();
	there.uc_stack.ss_sp = stack;
	there.uc_stack.ss_size = SIZE;
	there.uc_link = &here;
	makecontext(&there, make, 0);
	swapcontext(&here, &there);
	return child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) &&
	       WEXITSTATUS(status) == WELL;
}

int main(void)
{
	int well = 0;
	void *stack = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
			   -1, 0);
	if (stack == MAP_FAILED)
		return 2;
	for (int i = 0; i < CHILDREN; i++)
		well += is_well(stack);
	printf("%d of %d\n", well, CHILDREN);
	return 0;
}
