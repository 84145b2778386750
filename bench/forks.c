/* SPDX-License-Identifier: MIT */
/* forks plain|draw MEGABYTES COUNT: nanoseconds for fork + _exit + waitpid, of a parent
 * that has touched MEGABYTES; with `draw` each child calls rand() once before it leaves.
 */
#include "bench.h"

#include <sys/mman.h>
#include <sys/wait.h>

static void grow(size_t megabytes)
{
	size_t size = megabytes << 20;
	if (!size)
		return;
	char *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
		       -1, 0);
	if (p == MAP_FAILED)
		give_up("mmap");
	madvise(p, size, MADV_NOHUGEPAGE);
	memset(p, 1, size);
}

static void one_child(int draw)
{
	pid_t child = fork();
	if (child < 0)
		give_up("fork");
	if (child == 0) {
		if (draw)
			rand();
		_exit(0);
	}
	if (waitpid(child, NULL, 0) != child)
		give_up("waitpid");
}

int main(int argc, char **argv)
{
	if (argc != 4) {
		fputs("usage: forks plain|draw MEGABYTES COUNT\n", stderr);
		return 2;
	}
	int draw = !strcmp(argv[1], "draw");
	long count = atol(argv[3]);
	pin_to_this_core();
	grow(strtoul(argv[2], NULL, 10));
	rand();
	for (int i = 0; i < 20; i++)
		one_child(draw);
	double start = now_ns();
	for (long i = 0; i < count; i++)
		one_child(draw);
	print_per_op(start, count);
	return 0;
}
