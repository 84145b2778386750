/* SPDX-License-Identifier: MIT
 *
 * fork(3), daemon(3) and forkpty(3) run fork handlers, of which ours is the last before
 * the fork: the gate closes when the program's own have taken their locks. _Fork(3) and
 * clone(2) run none.
 */
#include "next.h"

#include "fork.h"
#include "start.h"

#include <errno.h>
#include <sched.h>
#include <stdatomic.h>

/* A jump: in the child nothing of ours is run. */
pid_t fork(void)
{
	locks_register_once();
	return next.fork();
}

/* Ours is registered first, which makes it the last before the fork and the first after
 * it. Only an allocator's locks are taken later: others need them to get out. */
int __register_atfork(void (*prepare)(void), void (*parent)(void), void (*child)(void),
		      void *object)
{
	locks_find_once();
	if (!next_is_allocators((const void *)prepare))
		locks_register_once();
	return next.__register_atfork(prepare, parent, child, object);
}

pid_t _Fork(void)
{
	if (locks_start_once())
		fork_close();
	pid_t child = next._Fork();
	if (child)
		fork_open();
	else
		locks_in_child();
	return child;
}

struct call {
	int (*start)(void *);
	void *argument;
};

/* In memory that the child has a copy of, as in shim/hooks/fork.c. */
static struct call call_place;
static _Atomic bool call_place_taken;

static struct call *take_place(struct call *otherwise)
{
	return atomic_exchange(&call_place_taken, true) ? otherwise : &call_place;
}

static void leave_place(const struct call *call)
{
	if (call == &call_place)
		atomic_store(&call_place_taken, false);
}

/* Runs on the child's stack. */
static int run_in_child(void *data)
{
	struct call *place = data, call = *place;
	leave_place(place);
	locks_in_child();
	return call.start(call.argument);
}

int clone(int (*start)(void *), void *stack, int flags, void *argument, ...)
{
	va_list rest;
	va_start(rest, argument);
	void *parent_tid = va_arg(rest, void *), *tls = va_arg(rest, void *);
	void *child_tid = va_arg(rest, void *);
	va_end(rest);
	struct call on_stack, *call = &on_stack;
	bool copies = locks_start_once() && start && stack &&
		      !(flags & (CLONE_VM | CLONE_SETTLS));
	if (copies) {
		fork_close();
		call = take_place(&on_stack);
		*call = (struct call){start, argument};
		start = run_in_child, argument = call;
	}
	int child = next.clone(start, stack, flags, argument, parent_tid, tls, child_tid);
	if (copies) {
		leave_place(call);
		fork_open();
	}
	return child;
}
