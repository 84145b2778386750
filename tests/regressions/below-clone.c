/* SPDX-License-Identifier: MIT */
/* A child of clone(2) goes on in a coroutine, whose stack lies below the one that
 * clone(2) gave it, with a page between that cannot be read, as in a pool of stacks; and
 * draws there. Prints "lives", or what killed it.
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

enum { SIZE = 8192 };

static ucontext_t here, there;

static void draw(void)
{
	(void)rand();
	(void)lrand48();
}

static int go_on(void *stack)
{
	if (getcontext(&there) != 0)
		return 1;
	there.uc_stack.ss_sp = stack;
	there.uc_stack.ss_size = SIZE;
	there.uc_link = &here;
	makecontext(&there, draw, 0);
	return swapcontext(&here, &there);
}

int main(void)
{
	const size_t page = (size_t)sysconf(_SC_PAGESIZE);
	int status;
	char *pool = mmap(NULL, SIZE + page + SIZE, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (pool == MAP_FAILED || mprotect(pool + SIZE, page, PROT_NONE) != 0)
		return 2;
	draw();
	pid_t pid = clone(go_on, pool + SIZE + page + SIZE, SIGCHLD, pool);
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		return 2;
	puts(status == 0           ? "lives"
	     : WIFSIGNALED(status) ? strsignal(WTERMSIG(status))
				   : "failed");
	return 0;
}
