/* SPDX-License-Identifier: MIT */
/* How many bytes of the stack each call takes: of one that was painted beforehand, in a
 * child that calls nothing else; fork() and clone() themselves, and what executes another
 * program, in the parent. One line each. What clone(2) gives its children is in
 * odd-clones.c.
 */
#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

enum { SIZE = 65536, PAINT = 0xa5 };

static unsigned char stack[SIZE];
static char array[128], text[] = "some text";
static unsigned short x[7] = {1, 2, 3, 4, 5, 6, 7};

static void fork_once(void)
{
	pid_t pid = fork();
	if (pid == 0)
		_exit(0);
	waitpid(pid, NULL, 0);
}

static int end_at_once(void *unused)
{
	(void)unused;
	return 0;
}

static void clone_once(void)
{
	static _Alignas(16) char its_stack[4096];
	pid_t pid = clone(end_at_once, its_stack + sizeof its_stack, SIGCHLD, NULL);
	waitpid(pid, NULL, 0);
}

static char *words[] = {"true", NULL}, program[] = "/bin/true";

static void execve_once(void)
{
	pid_t pid = vfork();
	if (pid == 0) {
		execve(program, words, environ);
		_exit(1);
	}
	waitpid(pid, NULL, 0);
}

static void spawn_once(void)
{
	pid_t pid;
	if (posix_spawn(&pid, program, NULL, NULL, words, environ) == 0)
		waitpid(pid, NULL, 0);
}

/* clang-format off */
#define CALLS(X) \
	X(random, ()) X(rand, ()) X(drand48, ()) X(lrand48, ()) X(mrand48, ()) X(erand48, (x)) \
	X(strfry, (text)) X(srandom, (3)) X(srand, (3)) X(srand48, (3)) X(seed48, (x)) \
	X(lcong48, (x)) X(initstate, (3, array, sizeof array)) X(setstate, (array))
/* clang-format on */

#define X(name, arguments)                                                               \
	static void call_##name(void)                                                    \
	{                                                                                \
		(void)name arguments;                                                    \
	}
CALLS(X)
#undef X

static const struct {
	const char *name;
	void (*call)(void);
} calls[] = {
#define X(name, arguments) {#name, call_##name},
	CALLS(X)
#undef X
};

static size_t used(void (*call)(void))
{
	static ucontext_t here, there;
	size_t left = 0;
	memset(stack, PAINT, SIZE);
	getcontext(&there);
	there.uc_stack.ss_sp = stack;
	there.uc_stack.ss_size = SIZE;
	there.uc_link = &here;
	makecontext(&there, call, 0);
	swapcontext(&here, &there);
	while (left < SIZE && stack[left] == PAINT)
		left++;
	return SIZE - left;
}

static void measure(const char *name, void (*call)(void))
{
	printf("%s %zu\n", name, used(call));
	fflush(stdout);
}

int main(void)
{
	char old[128];
	initstate(1, old,
		  sizeof old); /* so that setstate() has an array to come back to */
	setstate(initstate(1, array, sizeof array));
	strfry(text);
	measure("fork", fork_once);
	measure("clone", clone_once);
	execve_once(), spawn_once(); /* ld.so's part of the first call */
	measure("execve", execve_once);
	measure("posix_spawn", spawn_once);
	for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
		pid_t pid = fork();
		if (pid == 0) {
			measure(calls[i].name, calls[i].call);
			_exit(0);
		}
		waitpid(pid, NULL, 0);
	}
	return 0;
}
