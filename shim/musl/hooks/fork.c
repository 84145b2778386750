/* SPDX-License-Identifier: MIT
 *
 * fork(3) starts the shim; _Fork(3) and clone(2) without CLONE_VM, which run no atfork
 * handlers, do what shim/hooks/fork.c does for glibc. A thread that is made makes draws
 * take a lock.
 */
#include "entropy/reproduce.h"
#include "generators/libc.h"
#include "start.h"

#include <errno.h>
#include <sched.h>
#include <stdarg.h>

pid_t fork(void)
{
	(void)steps_aside(&aside.fork);
	jump next.fork();
}

pid_t _Fork(void)
{
	start_once();
	struct reproduce_heir heir = {.ordinal = reproduce_take_ordinal()};
	reproduce_derive(&heir);
	errno = next._Fork ? errno : ENOSYS;
	pid_t child = next._Fork ? next._Fork() : -1;
	if (child == 0 && start_watches_forks())
		start_child(&heir, (uintptr_t)pthread_self());
	return child;
}

struct call {
	int (*start)(void *);
	void *argument;
	struct reproduce_heir heir;
	uintptr_t thread;
};

/* Runs on the child's stack; `call` is in its copy of the parent's. */
static int run_in_child(void *data)
{
	const struct call *call = data;
	start_child(&call->heir, call->thread);
	return call->start(call->argument);
}

int clone(int (*start)(void *), void *stack, int flags, void *argument, ...)
{
	va_list rest;
	va_start(rest, argument);
	void *parent_tid = va_arg(rest, void *), *tls = va_arg(rest, void *);
	void *child_tid = va_arg(rest, void *);
	va_end(rest);
	struct call call = {
		start, argument, {NO_ORDINAL, {0}}, (uintptr_t)pthread_self()};
	start_once();
	if ((flags & CLONE_VM) &&
	    !(flags & CLONE_VFORK)) /* where the caller would wait */
		libc_distrust_flag();
	if (start && stack && !(flags & CLONE_VM) && start_watches_forks()) {
		call.heir.ordinal = reproduce_take_ordinal();
		reproduce_derive(&call.heir);
		start = run_in_child, argument = &call;
	}
	return next.clone(start, stack, flags, argument, parent_tid, tls, child_tid);
}

/* glibc before 2.34 may have loaded its threads later than this shim. */
int pthread_create(pthread_t *restrict thread, const pthread_attr_t *restrict how,
		   void *(*start)(void *), void *restrict argument)
{
	(void)steps_aside(&aside.pthread_create);
	libc_distrust_flag();
	if (!next.pthread_create)
		libc_find();
	return next.pthread_create ? next.pthread_create(thread, how, start, argument)
				   : EAGAIN;
}

int thrd_create(thrd_t *thread, thrd_start_t start, void *argument)
{
	(void)steps_aside(&aside.thrd_create);
	libc_distrust_flag();
	return next.thrd_create ? next.thrd_create(thread, start, argument) : thrd_error;
}
