/* SPDX-License-Identifier: MIT */
/* library-forks COUNT: nanoseconds for fork + _exit + waitpid, of a process that has
 * GLib, SQLite, GSL and NSS (those of them that are installed), and draws from none of
 * them.
 */
#include "bench.h"

#include <dlfcn.h>
#include <sys/wait.h>

static int open_first(const char *const names[])
{
	for (; *names; names++)
		if (dlopen(*names, RTLD_NOW | RTLD_GLOBAL))
			return 1;
	return 0;
}

static int open_all(void)
{
	return open_first((const char *[]){"libglib-2.0.so.0", NULL}) +
	       open_first((const char *[]){"libsqlite3.so.0", NULL}) +
	       open_first((const char *[]){"libgsl.so.28", "libgsl.so.27", NULL}) +
	       open_first((const char *[]){"libnss3.so", NULL});
}

static void one_child(void)
{
	pid_t child = fork();
	if (child < 0)
		give_up("fork");
	if (child == 0)
		_exit(0);
	if (waitpid(child, NULL, 0) != child)
		give_up("waitpid");
}

int main(int argc, char **argv)
{
	if (argc != 2) {
		fputs("usage: library-forks COUNT\n", stderr);
		return 2;
	}
	long count = atol(argv[1]);
	pin_to_this_core();
	if (!open_all())
		fputs("library-forks: none of the libraries is installed\n", stderr);
	for (int i = 0; i < 20; i++)
		one_child();
	double start = now_ns();
	for (long i = 0; i < count; i++)
		one_child();
	print_per_op(start, count);
	return 0;
}
