/* SPDX-License-Identifier: MIT
 *
 * A thread before a closed gate. It waits outside, and looks again when it was woken:
 * the next fork may have closed the gate meanwhile. The wait has an end, for it may hold
 * something that the forking thread waits for in a fork handler.
 */
#include "gate.h"
#include "system.h"

enum { NAP = 100 * MILLISECOND };

static const int64_t longest = NANOSECONDS;

/* Looks so that a fork sees what this thread has said before, or is seen. */
static uint32_t closings(void)
{
	atomic_thread_fence(memory_order_seq_cst);
	return atomic_load(&gate->closed) & ~(uint32_t)FENCED;
}

/* False when it lasted too long. */
static bool until_open(void)
{
	int64_t start = system_now();
	uint32_t closed;
	bool opened = true;
	atomic_fetch_add(&gate->waiting, 1);
	while ((closed = atomic_load(&gate->closed)) & ~(uint32_t)FENCED &&
	       (opened = system_now() - start < longest))
		system_wait(&gate->closed, closed, NAP);
	/* A child that a signal handler forked here has it wiped. */
	uint32_t waiting = atomic_load(&gate->waiting);
	while (waiting &&
	       !atomic_compare_exchange_weak(&gate->waiting, &waiting, waiting - 1))
		;
	return opened;
}

/* Whoever forks, and whoever a fork waits for already. */
static bool is_let_through(const struct slot *slot, uint32_t held)
{
	return slot->forks || held > slot->given_up_held;
}

void door_wait(struct slot *slot, uint32_t number)
{
	bool opened = true;
	while (opened && closings() && !is_let_through(slot, slot->held)) {
		atomic_store_explicit(&slot->stay, number + 1, memory_order_release);
		opened = until_open();
		atomic_store(&slot->stay, number);
	}
}

bool door_wait_to_hold(struct slot *slot)
{
	uint32_t held = slot->held;
	if (!closings() || slot->stay & 1 || is_let_through(slot, held - 1))
		return false;
	atomic_store_explicit(&slot->held, held - 1, memory_order_release);
	bool opened = until_open();
	atomic_store(&slot->held, slot->held + 1);
	return opened;
}

void door_pass(void)
{
	struct slot *slot = gate_has_threads() ? slot_own(NULL) : NULL;
	if (slot && closings() && !(slot->stay & 1) && !is_let_through(slot, slot->held))
		until_open();
}
