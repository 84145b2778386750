/* SPDX-License-Identifier: MIT */
/* Children of clone(2) with memory of their own that have next to nothing else: a stack
 * of so many bytes above a guard page, or a thread pointer behind which nothing is
 * mapped, so that they have no errno. They end by returning, which needs neither. By both
 * names that libc has for it. Prints a line for each kind: how many ended well, and how
 * many of those that drew have a first number of their own.
 */
#define _GNU_SOURCE
#include "children.h"
#include <sched.h>

int __clone(int (*start)(void *), void *stack, int flags, void *argument, ...);

enum { PAGE = 4096, CHILDREN = 6, WELL = 7, LITTLE = 256, SOME = 512, PLENTY = 8 * PAGE };

static int rest(void *drawn)
{
	(void)drawn;
	return WELL;
}

static int draw(void *drawn)
{
	*(long *)drawn = random();
	return WELL;
}

/* The lowest bytes of readable memory, and the last ones. */
static char *above_a_gap(size_t size)
{
	char *memory = mmap(NULL, PAGE + PLENTY, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	require(memory != MAP_FAILED && mprotect(memory, PAGE, PROT_NONE) == 0, "memory");
	return memory + PAGE + size;
}

static char *before_a_gap(size_t size)
{
	char *memory = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	require(memory != MAP_FAILED && mprotect(memory + PAGE, PAGE, PROT_NONE) == 0,
		"memory");
	return memory + PAGE - size;
}

static size_t own_values(const long *drawn)
{
	size_t own = 0;
	for (int i = 0; i < CHILDREN; i++) {
		bool alone = drawn[i] != 0;
		for (int j = 0; j < CHILDREN; j++)
			alone = alone && (i == j || drawn[i] != drawn[j]);
		own += alone;
	}
	return own;
}

typedef int clone_function(int (*)(void *), void *, int, void *, ...);

static void try(const char *kind, clone_function *make, int (*start)(void *),
		size_t stack, int flags)
{
	long *drawn = shared_memory(CHILDREN * sizeof *drawn);
	size_t well = 0;
	memset(drawn, 0, CHILDREN * sizeof *drawn);
	for (int i = 0; i < CHILDREN; i++) {
		int status = 0;
		pid_t pid = make(start, above_a_gap(stack), SIGCHLD | flags, &drawn[i],
				 NULL, before_a_gap(sizeof(void *)), NULL);
		require(pid > 0 && waitpid(pid, &status, 0) == pid, "clone");
		well += WIFEXITED(status) && WEXITSTATUS(status) == WELL;
	}
	printf("%s well=%zu own=%zu\n", kind, well, own_values(drawn));
}

int main(void)
{
	srandom(42);
	try("little-stack", clone, rest, LITTLE, 0);
	try("__clone-little-stack", __clone, rest, LITTLE, 0);
	try("some-stack-draws", clone, draw, SOME, 0);
	try("no-errno", clone, rest, PLENTY, CLONE_SETTLS);
	return 0;
}
