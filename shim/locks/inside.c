/* SPDX-License-Identifier: MIT
 *
 * Judging slots, the own and the others'.
 */
#include "inside.h"
#include "mutexes.h"
#include "system.h"

#include <signal.h>
#include <string.h>

enum { BRIEFLY = 2 * MILLISECOND };

/* The calls among the wrapped that take their lock at the beginning, and then wait for
 * others as long as it takes. */
static bool does_wait(const char *function)
{
	return function && (strcmp(function, "pclose") == 0);
}

static bool is_in_call(const struct slot *slot)
{
	uint32_t stay = atomic_load_explicit(&slot->stay, memory_order_acquire);
	return stay & 1 && stay != slot->given_up_stay;
}

/* The thread's own count; what was given up ends when the thread has let go of it. */
static bool is_holding(struct slot *slot, const struct slot *own)
{
	uint32_t held = atomic_load_explicit(&slot->held, memory_order_acquire);
	uint32_t given_up = slot->given_up_held;
	if (held < given_up)
		slot->given_up_held = given_up = held;
	uintptr_t waits = slot->waits;
	if (!waits)
		return held > given_up;
	if (mutexes_is_condition(waits))
		return held > given_up || mutexes_was_taken(waits, slot->tid);
	return held > given_up &&
	       !(held == given_up + 1 && mutexes_belongs_to(waits, own->tid));
}

struct presence inside(struct slot *slot, const struct slot *own)
{
	struct presence presence = {OUTSIDE, slot->function, slot->tid};
	if (!atomic_load_explicit(&slot->owner, memory_order_acquire))
		return presence;
	if (is_in_call(slot))
		presence.why = IN_CALL;
	else if (is_holding(slot, own))
		presence.why = HOLDS_MUTEX;
	return presence;
}

int64_t inside_bound(const struct slot *slot, int64_t bound)
{
	bool briefly = slot->stay & 1 && does_wait(slot->function);
	return briefly && bound > BRIEFLY ? BRIEFLY : bound;
}

void inside_give_up(struct slot *slot)
{
	uint32_t stay = slot->stay;
	if (stay & 1)
		slot->given_up_stay = stay;
	slot->given_up_held = slot->held;
}

/* A handler on a stack of its own was called from within the stay. */
static bool is_on_other_stack(void)
{
	stack_t stack;
	return raw_syscall(SYS_sigaltstack, 0, (long)&stack, 0, 0) == 0 &&
	       stack.ss_flags & SS_ONSTACK;
}

/* Stacks grow downwards: the frame of a call that goes on lies above, unharmed. */
bool stay_goes_on(const struct slot *slot, const struct stay *now)
{
	const struct stay *before = slot->stay_frame;
	if (is_on_other_stack())
		return true;
	return before > now && system_can_read(&before->number) &&
	       before->number == slot->stay;
}
