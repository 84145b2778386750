/* SPDX-License-Identifier: MIT
 *
 * Handing out slots. There is no handler for a thread's end: when the slots become many,
 * those are taken back whose thread the kernel no longer knows.
 */
#include "slots.h"
#include "start.h"
#include "system.h"
#include "warn.h"

enum { FEW = 64 };

struct gate *_Atomic gate;
__thread struct slot *gate_slot __attribute__((tls_model("initial-exec")));
__thread const void *gate_caller __attribute__((tls_model("initial-exec")));

static _Atomic uint32_t used; /* the slots below were given to a thread once */

uint32_t slots_used(void)
{
	uint32_t count = atomic_load(&used);
	return count < SLOTS ? count : SLOTS;
}

bool slots_loader_may_be_held(void)
{
	return gate && (gate->state ? gate->first : slots_used()) > 1;
}

static bool map(void)
{
	struct gate *none = NULL;
	void *memory = system_map(sizeof(struct gate));
	if (!memory)
		return false;
	(void)system_is_wiped(memory, sizeof(struct gate));
	if (!atomic_compare_exchange_strong(&gate, &none, memory))
		system_unmap(memory, sizeof(struct gate));
	return true;
}

/* system_map() is made of syscall(2), by which another module of ours may begin: it walks
 * the loaded objects by a function that is wrapped here, and comes back to this. */
static bool map_once(void)
{
	static __thread bool is_inside __attribute__((tls_model("initial-exec")));
	bool is_mapped = false;
	if (is_inside)
		return false;
	is_inside = true;
	is_mapped = map();
	is_inside = false;
	return is_mapped;
}

/* In a new child the one thread may go on with its slot without having come here. */
static void open_gate(void)
{
	uint32_t unknown = 0;
	if (gate->state)
		return;
	gate->first = slots_used();
	atomic_compare_exchange_strong(&gate->state, &unknown,
				       OPEN | (locks_always_look ? ALWAYS_LOOK : 0));
}

static bool take(struct slot *slot, int32_t tid)
{
	void *nobody = NULL;
	if (!atomic_compare_exchange_strong(&slot->owner, &nobody, gate_self()))
		return false;
	slot->tid = tid;
	gate_slot = slot;
	return true;
}

bool slot_settle(struct slot *slot)
{
	if (warn_is_child())
		return false;
	open_gate();
	if (!slot->owner)
		take(slot, system_gettid());
	return true;
}

/* The number goes first, and to one taker only: a new thread may have the dead one's
 * address, and a number left behind would make it look dead before it has put down its
 * own. */
void slot_take_back_dead(struct slot *slot)
{
	void *owner = slot->owner;
	int32_t tid = slot->tid;
	if (!owner || !tid || system_thread_lives(tid) ||
	    !atomic_compare_exchange_strong(&slot->tid, &tid, 0))
		return;
	slot->stay = (slot->stay + 1) & ~1U;
	slot->held = slot->given_up_held = slot->forks = 0;
	slot->latest = 0;
	atomic_compare_exchange_strong(&slot->owner, &owner, NULL);
}

static bool is_power_of_two(uint32_t number)
{
	return (number & (number - 1)) == 0;
}

static struct slot *take_free(uint32_t count, int32_t tid)
{
	for (uint32_t i = gate->first; i < count; i++)
		if (!gate->slots[i].owner && take(&gate->slots[i], tid))
			return &gate->slots[i];
	return NULL;
}

static struct slot *take_new(int32_t tid)
{
	uint32_t number = atomic_fetch_add(&used, 1);
	if (number < SLOTS)
		return take(&gate->slots[number], tid) ? gate_slot : NULL;
	atomic_fetch_sub(&used, 1);
	return NULL;
}

static struct slot *take_any(void)
{
	uint32_t count = slots_used();
	int32_t tid = system_gettid();
	struct slot *slot = take_free(count, tid);
	if (!slot && count >= FEW && is_power_of_two(count)) {
		for (uint32_t i = 0; i < count; i++)
			slot_take_back_dead(&gate->slots[i]);
		slot = take_free(count, tid);
	}
	return slot ? slot : take_new(tid);
}

struct slot *slot_claim(const char *function)
{
	int saved = errno;
	struct slot *slot = NULL;
	if (!locks_start_once() || (!gate && !map_once()))
		return NULL;
	if (warn_is_child()) {
		warn_call(function);
	} else {
		open_gate();
		slot = take_any();
	}
	errno = saved;
	return slot;
}
