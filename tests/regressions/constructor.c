/* SPDX-License-Identifier: MIT */
/* A library whose constructor, which runs before a preloaded object's, makes a child in
 * the way that MAKE_CHILD names, none of which passes a hook; and, with -DPROGRAM, a
 * program that needs it. Parent and child print what they draw, a line each.
 */
#define _GNU_SOURCE
#include <pty.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

extern int constructor_child, constructor_output;

#ifdef PROGRAM

int main(void)
{
	char text[200];
	int size = snprintf(text, sizeof text, "%ld %ld %ld %ld\n", random(), random(),
			    lrand48(), lrand48());
	if (write(constructor_child ? STDOUT_FILENO : constructor_output, text,
		  (size_t)size) != size)
		return 1;
	return constructor_child && wait(NULL) < 0;
}

#else

int constructor_child, constructor_output;

/* The child of a terminal of its own still has the parent's output. */
__attribute__((constructor)) static void make_child(void)
{
	const char *how = getenv("MAKE_CHILD");
	int terminal;
	constructor_output = dup(STDOUT_FILENO);
	if (how && strcmp(how, "forkpty") == 0)
		constructor_child = forkpty(&terminal, NULL, NULL, NULL);
	else if (how && strcmp(how, "clone") == 0)
		constructor_child = (int)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
	else
		constructor_child = (int)syscall(SYS_fork);
}

#endif
