/* SPDX-License-Identifier: MIT */
/*
 * Every way to make a child that has its own copy of memory, as one table. Each way runs
 * the work in the child, which then ends; the parent goes on. Not here: ways that share
 * memory (vfork, CLONE_VM, posix_spawn), where there is nothing to heal: see untouched.c.
 */
#ifndef WAYS_H
#define WAYS_H

#include "children.h"
#include <dlfcn.h>
#include <linux/sched.h>
#include <pty.h>
#include <sched.h>

/* `before` runs in a process that the way itself ends or leaves behind (daemon only). */
struct way {
	const char *name;
	void (*make)(void (*work)(void), void (*before)(void));
};

static inline void run_in_child(pid_t pid, void (*work)(void))
{
	require(pid >= 0, "fork");
	if (pid > 0)
		return;
	work();
	/* Outlive an own child, which may still need our terminal, but leave its status.
	 */
	waitid(P_ALL, 0, &(siginfo_t){0}, WEXITED | WNOWAIT);
	_exit(0);
}

static inline void make_by_fork(void (*work)(void), void (*before)(void))
{
	(void)before;
	run_in_child(fork(), work);
}

/* Not in any header, but exported, and called by old libraries. */
static inline void make_by_underscores(void (*work)(void), void (*before)(void))
{
	static pid_t (*fork_by_other_name)(void);

	(void)before;
	if (!fork_by_other_name)
		fork_by_other_name = (pid_t(*)(void))dlsym(RTLD_DEFAULT, "__fork");
	run_in_child(fork_by_other_name(), work);
}

static inline void make_by__Fork(void (*work)(void), void (*before)(void))
{
	(void)before;
	run_in_child(_Fork(), work);
}

/* daemon() ends its caller, so a helper calls it, and `before` gives the helper a stream
   of its own: the daemon must not go on with it. */
static inline void make_by_daemon(void (*work)(void), void (*before)(void))
{
	pid_t helper = fork();

	require(helper >= 0, "fork");
	if (helper > 0)
		return;
	before();
	if (daemon(1, 1) == 0)
		work();
	_exit(0);
}

/* The terminal stays open until the child is done: closing it would send SIGHUP. */
static int terminals[512];
static int terminals_open;

static inline void make_by_forkpty(void (*work)(void), void (*before)(void))
{
	int terminal = -1;
	pid_t pid = forkpty(&terminal, NULL, NULL, NULL);

	(void)before;
	if (pid > 0 && terminals_open < 512)
		terminals[terminals_open++] = terminal;
	run_in_child(pid, work);
}

static inline void close_terminals(void)
{
	while (terminals_open > 0)
		close(terminals[--terminals_open]);
}

/* clone() writes to the new stack before the child exists, so a cloned child, which is
   still on its own, takes the next one for its children. */
static _Alignas(16) char stacks[4][65536];
static int stack_depth;

static inline int clone_entry(void *argument)
{
	stack_depth++;
	run_in_child(0, (void (*)(void))argument);
	return 0;
}

static inline void make_by_clone(void (*work)(void), void (*before)(void))
{
	char *top = stacks[stack_depth] + sizeof(stacks[0]);

	(void)before;
	require(stack_depth < 4 && clone(clone_entry, top, SIGCHLD, (void *)work) > 0,
		"clone");
}

static inline void make_by_SYS_fork(void (*work)(void), void (*before)(void))
{
	(void)before;
#ifdef SYS_fork
	run_in_child((pid_t)syscall(SYS_fork), work);
#else
	run_in_child((pid_t)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0), work);
#endif
}

static inline void make_by_SYS_clone(void (*work)(void), void (*before)(void))
{
	(void)before;
	run_in_child((pid_t)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0), work);
}

static inline void make_by_SYS_clone3(void (*work)(void), void (*before)(void))
{
	struct clone_args arguments = {.exit_signal = SIGCHLD};

	(void)before;
	run_in_child((pid_t)syscall(SYS_clone3, &arguments, sizeof(arguments)), work);
}

static const struct way ways[] = {
	{"fork", make_by_fork},
	{"__fork", make_by_underscores},
	{"_Fork", make_by__Fork},
	{"daemon", make_by_daemon},
	{"forkpty", make_by_forkpty},
	{"clone", make_by_clone},
	{"SYS_fork", make_by_SYS_fork},
	{"SYS_clone", make_by_SYS_clone},
	{"SYS_clone3", make_by_SYS_clone3},
};
enum { WAYS = sizeof(ways) / sizeof(ways[0]) };

#endif
