/* SPDX-License-Identifier: MIT */
/* marks first|second|fork: between marks that bench/steps knows, a child's first draw, or
 * its second one, or a fork, seen from both sides. A pair of marks with nothing in
 * between comes first. The same has been done before, from the same places, without
 * marks. Knows nothing of preload objects. */
#include "bench.h"

#include <signal.h>
#include <sys/wait.h>

enum { WARM_UP = 3 };

static int is_marked;
static volatile int drawn;

static void mark(int number)
{
	if (is_marked)
		kill(getpid(), number);
}

static void measure_draw(int before)
{
	for (int i = 0; i < before; i++)
		drawn += rand();
	mark(SIGURG);
	mark(SIGURG);
	drawn += rand();
	mark(SIGWINCH);
}

static void a_draw(int before)
{
	pid_t child = fork();
	if (child == 0) {
		measure_draw(before);
		_exit(0);
	}
	if (child < 0 || waitpid(child, NULL, 0) != child)
		give_up("fork");
}

static void a_fork(void)
{
	mark(SIGURG);
	mark(SIGURG);
	pid_t child = fork();
	mark(SIGWINCH);
	if (child == 0)
		_exit(0);
	if (child < 0 || waitpid(child, NULL, 0) != child)
		give_up("fork");
}

/* What ld.so has left there depends on the processor and the kernel, and an audit looks
 * at it. */
static __attribute__((noinline)) void wipe_stack_below(void)
{
	char below[1 << 14];
	explicit_bzero(below, sizeof below);
}

int main(int argc, char **argv)
{
	wipe_stack_below();
	if (argc != 2) {
		fputs("usage: marks first|second|fork\n", stderr);
		return 2;
	}
	rand();
	for (int i = 0; i <= WARM_UP; i++) {
		is_marked = i == WARM_UP;
		if (!strcmp(argv[1], "fork"))
			a_fork();
		else
			a_draw(!strcmp(argv[1], "second"));
	}
	return 0;
}
