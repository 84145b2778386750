/* SPDX-License-Identifier: MIT */
/*
 * Runs a call one instruction at a time and forks a child between any two of them. The
 * processor's trap flag does it: each instruction raises SIGTRAP, whose handler forks and
 * returns in both processes, so each child resumes the call where it was interrupted. One
 * boundary is not reached: the one right behind a system call (the trap comes one later).
 * x86-64 only. Not here: which calls are stepped and what is expected of them: signal.c.
 */
#ifndef STEPPING_H
#define STEPPING_H

#include "children.h"
#include <ucontext.h>

/* Long loops are sampled: every step at first (of stepped_every, one), every SPARSE-th
 * later. */
enum { TRAP_FLAG = 0x100, DENSE = 1500, SPARSE = 16, CHILD_SECONDS = 5, HUNG_MAX = 2 };
enum { CHILDREN_MAX = 8192 };

/* In shared memory: what became of the children of one stepped call. */
struct stepped {
	size_t steps, children, hung, crashed;
	size_t step_of[CHILDREN_MAX];
};

static volatile sig_atomic_t stepping;
static volatile sig_atomic_t
	stepped_child; /* 0 in the stepped process, else the number */
static struct stepped *stepped;
static size_t stepped_every = 1, stepped_from; /* which of the first steps fork */
static pid_t (*stepped_fork)(void);
static bool (*stepped_at)(uintptr_t pc); /* which instructions, if not all */
static void (*stepped_in_handler)(void); /* what the child does inside the handler */

/* A way to fork that nobody sees. */
static inline pid_t fork_by_SYS_clone(void)
{
	return (pid_t)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
}

static inline void set_trap_flag(void *context, bool on)
{
	greg_t *flags = &((ucontext_t *)context)->uc_mcontext.gregs[REG_EFL];

	*flags = on ? *flags | TRAP_FLAG : *flags & ~TRAP_FLAG;
}

/* A child that hangs is ended by its alarm, so waiting here is bounded. */
static inline void wait_for_stepped_child(pid_t pid)
{
	int status = 0;

	waitpid(pid, &status, 0);
	stepped->hung += WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM;
	stepped->crashed +=
		WIFSIGNALED(status) ? WTERMSIG(status) != SIGALRM : status != 0;
}

/* The child runs the rest of the call at full speed. */
static inline void fork_at_this_step(void *context)
{
	size_t number = ++stepped->children;

	stepped->step_of[number] = stepped->steps;
	pid_t pid = stepped_fork();

	if (pid > 0) {
		wait_for_stepped_child(pid);
		return;
	}
	stepped_child = (sig_atomic_t)number;
	stepping = 0;
	set_trap_flag(context, false);
	alarm(CHILD_SECONDS);
	if (stepped_in_handler)
		stepped_in_handler();
}

/* A hung child costs seconds: a few prove the point. */
static inline bool due(size_t step)
{
	bool is_due =
		step < DENSE ? step % stepped_every == stepped_from : step % SPARSE == 0;
	return is_due && stepped->hung < HUNG_MAX;
}

static inline bool counts(const void *context)
{
	const ucontext_t *at = context;
	return !stepped_at || stepped_at((uintptr_t)at->uc_mcontext.gregs[REG_RIP]);
}

static inline void on_trap(int number, siginfo_t *info, void *context)
{
	int saved = errno;

	(void)number;
	(void)info;
	set_trap_flag(context, stepping != 0);
	/* The very first trap is the breakpoint that starts the stepping. */
	if (stepping == 1)
		stepping = 2;
	else if (stepping == 2 && counts(context) && due(++stepped->steps))
		fork_at_this_step(context);
	errno = saved;
}

/* Afterwards this runs in the stepped process and in each of its children; stepped_child
   tells which. */
static inline uint64_t run_stepped(uint64_t (*call)(void))
{
	struct sigaction action = {.sa_sigaction = on_trap, .sa_flags = SA_SIGINFO};

	sigaction(SIGTRAP, &action, NULL);
	stepped_child = 0;
	stepping = 1;
#ifdef __x86_64__
	__asm__ volatile("int3" ::: "memory");
#endif
	uint64_t value = call();
	stepping = 0;
	return value;
}

#endif
