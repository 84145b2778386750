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

/* What a thread says of its mutexes, at one moment. */
struct claim {
	uintptr_t latest;
	uint32_t held;
};

static struct claim claim_of(const struct slot *slot)
{
	struct claim claim;
	do {
		claim.latest = atomic_load_explicit(&slot->latest, memory_order_acquire);
		claim.held = atomic_load_explicit(&slot->held, memory_order_acquire);
	} while (claim.latest !=
		 atomic_load_explicit(&slot->latest, memory_order_acquire));
	claim.held &= ~GIVEN_UP;
	return claim;
}

/* A child's first thread has the process' number, and may not have put it down yet. */
static int tid_of(const struct slot *slot)
{
	int tid = slot->tid;
	return tid ? tid : system_getpid();
}

/* It has not let go of it yet. Once it has, that is not looked at again. */
static bool is_unlocking(struct slot *slot, uintptr_t latest)
{
	if (mutexes_is_being_unlocked(latest, tid_of(slot)))
		return true;
	atomic_compare_exchange_strong(&slot->latest, &latest, 0);
	return false;
}

/* What was given up ends when the thread has let go of it. */
static enum why is_holding(struct slot *slot, const struct slot *own)
{
	struct claim claim = claim_of(slot);
	uint32_t given_up = slot->given_up_held;
	int role = mutexes_role(claim.latest);
	if (claim.held < given_up)
		slot->given_up_held = given_up = claim.held;
	if (claim.held > given_up)
		return role != LATEST_CONDITION && role != LATEST_UNLOCKED &&
				       claim.held == given_up + 1 &&
				       mutexes_belongs_to(claim.latest, tid_of(own))
			       ? OUTSIDE
			       : HOLDS_MUTEX;
	if (role == LATEST_CONDITION)
		return mutexes_was_taken(claim.latest, tid_of(slot)) ? HOLDS_MUTEX
								     : OUTSIDE;
	return role == LATEST_UNLOCKED && is_unlocking(slot, claim.latest) ? LETS_GO
									   : OUTSIDE;
}

struct presence inside(struct slot *slot, const struct slot *own)
{
	struct presence presence = {OUTSIDE, slot->function, slot->tid, slot->caller};
	presence.why = is_in_call(slot) ? IN_CALL : is_holding(slot, own);
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
	uint32_t held = slot->held;
	uintptr_t latest = slot->latest;
	slot->given_up_held = held & ~GIVEN_UP;
	if (slot->given_up_held)
		atomic_compare_exchange_strong(&slot->held, &held, held | GIVEN_UP);
	else if (mutexes_role(latest) == LATEST_UNLOCKED)
		atomic_compare_exchange_strong(&slot->latest, &latest, 0);
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
