/* SPDX-License-Identifier: MIT
 *
 * fork(3) starts the shim. The forks that run no atfork handlers, _Fork(3) and clone(2)
 * without CLONE_VM, do something only where the kernel can't wipe the page, entropy is
 * wanted at the fork or children are numbered (reproducible mode); fork, daemon and
 * forkpty are then met by the atfork handlers of starting.c. Also musl's.
 */
#include "entropy/reproduce.h"
#include "generators/additive.h"
#include "generators/libc.h"
#include "recorder/findings.h"
#include "runtimes/runtimes.h"
#include "start.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdarg.h>

/* Only so that the shim has started before the first fork, though constructors of
 * preloaded objects run last. A jump: in the child nothing of ours is run. */
pid_t fork(void)
{
	(void)steps_aside(&aside.fork);
	runtimes_before_fork(__builtin_return_address(0));
	jump next.fork();
}

/* glibc exports both by these names as well, and says this of them. */
pid_t __fork(void) __attribute__((alias("fork"), nothrow));

pid_t _Fork(void)
{
	start_once();
	runtimes_before_fork(__builtin_return_address(0));
	reproduce_before_fork();
	if (findings_wanted())
		findings_before_fork();
	errno = next._Fork ? errno : ENOSYS;
	pid_t child = next._Fork ? next._Fork() : -1;
	if (child == 0 && start_watches_forks()) {
		struct reproduce_heir heir = {.ordinal = NO_ORDINAL};
		start_child(&heir, (uintptr_t)pthread_self());
		return child;
	}
	reproduce_in_parent();
	if (findings_wanted())
		findings_in_parent();
	return child;
}

struct call {
	int (*start)(void *);
	void *argument;
	struct reproduce_heir heir;
	uintptr_t thread;
};

/* The caller's stack may be shared memory, where the parent goes on at once: a call lies
 * in memory that the child has a copy of, or where that is taken, by another thread or
 * what a handler interrupted, on the stack all the same. */
static struct call call_place;
static _Atomic bool call_place_taken;

static struct call *take_place(struct call *otherwise)
{
	return atomic_exchange(&call_place_taken, true) ? otherwise : &call_place;
}

/* Nor does a child leave its key there, for its own children to find. */
static void leave_place(struct call *call)
{
	if (call != &call_place)
		return;
	explicit_bzero(call->heir.key, sizeof call->heir.key);
	atomic_store(&call_place_taken, false);
}

/* Runs on the child's stack. */
static int run_in_child(void *data)
{
	struct call *call = data;
	start_child(&call->heir, call->thread);
	int (*start)(void *) = call->start;
	void *argument = call->argument;
	leave_place(call);
	return start(argument);
}

/* As glibc's libpthread calls it, before 2.34: a thread, with a pointer of its own. */
static bool is_thread(int flags)
{
	const int all = CLONE_THREAD | CLONE_SYSVSEM | CLONE_SETTLS |
			CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID;
	return (flags & all) == all;
}

/* It draws beside its maker, and may have the same thread pointer, or none. */
static void meet_task(int flags)
{
	libc_distrust_flag();
	if (!is_thread(flags))
		additive_forbid_bias();
}

int clone(int (*start)(void *), void *stack, int flags, void *argument, ...)
{
	va_list rest;
	va_start(rest, argument);
	void *parent_tid = va_arg(rest, void *), *tls = va_arg(rest, void *);
	void *child_tid = va_arg(rest, void *);
	va_end(rest);
	struct call on_stack, *call = &on_stack;
	start_once();
	if (!(flags & CLONE_VM))
		runtimes_before_fork(__builtin_return_address(0));
	else if (!(flags & CLONE_VFORK)) /* where the caller would wait */
		meet_task(flags);
	bool watched = start && stack && !(flags & CLONE_VM) && start_watches_forks();
	if (watched) {
		call = take_place(&on_stack);
		*call = (struct call){start,
				      argument,
				      {.ordinal = NO_ORDINAL},
				      (uintptr_t)pthread_self()};
		reproduce_before_clone(&call->heir, call->thread);
		start = run_in_child, argument = call;
	}
	if (watched && findings_wanted())
		findings_before_clone(stack);
	int child = next.clone(start, stack, flags, argument, parent_tid, tls, child_tid);
	if (watched) {
		reproduce_in_parent();
		explicit_bzero(on_stack.heir.key, sizeof on_stack.heir.key);
		leave_place(call);
	}
	if (watched && findings_wanted())
		findings_in_parent();
	return child;
}

int __clone(int (*start)(void *), void *stack, int flags, void *argument, ...)
	__attribute__((alias("clone"), nothrow, leaf));
