/* SPDX-License-Identifier: MIT
 *
 * A program that does without functions that its libc lacks: glibc before 2.34 has no
 * _Fork(3), and dlopen(3) only in libdl, which this one is not linked with. Prints for
 * each "none", "fails" or "works".
 */
#include <stdio.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#pragma weak dlopen
#pragma weak _Fork
extern void *dlopen(const char *file, int mode);
extern pid_t _Fork(void);

enum { LAZY = 1 }; /* RTLD_LAZY, <dlfcn.h> */

static const char *open_libm(void)
{
	if (!dlopen)
		return "none";
	return dlopen("libm.so.6", LAZY) ? "works" : "fails";
}

static const char *fork_plainly(void)
{
	if (!_Fork)
		return "none";
	pid_t child = _Fork();
	if (child == 0)
		_exit(0);
	return child > 0 && waitpid(child, NULL, 0) == child ? "works" : "fails";
}

int main(void)
{
	printf("dlopen %s\n", open_libm());
	printf("_Fork %s\n", fork_plainly());
	return 0;
}
