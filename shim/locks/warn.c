/* SPDX-License-Identifier: MIT
 *
 * The notes of one fork.
 */
#include "warn.h"
#include "inside.h"
#include "slots.h"
#include "system.h"
#include "tell.h"
#include "warn-locks.h"

enum { MOST = 64 };

/* Inherited on purpose: they are about the child. Several threads may be forking. */
static struct note {
	const struct slot *_Atomic by; /* the forking thread's; NULL: free */
	struct presence presence;
} notes[MOST];
static const struct slot *forked_by; /* in a child */
static bool has_noted;
static _Atomic unsigned forking; /* threads */

/* The gate's state is wiped in the child. */
bool warn_is_child(void)
{
	return has_noted && gate && !gate->state;
}

static bool is_noted(const struct slot *own, const struct presence *presence)
{
	unsigned i = 0;
	while (i < MOST &&
	       (notes[i].by != own || notes[i].presence.tid != presence->tid ||
		notes[i].presence.function != presence->function))
		i++;
	return i < MOST;
}

static void add(const struct slot *own, const struct presence *presence)
{
	for (unsigned i = 0; i < MOST; i++) {
		const struct slot *nobody = NULL;
		if (atomic_compare_exchange_strong(&notes[i].by, &nobody, own)) {
			notes[i].presence = *presence;
			return;
		}
	}
}

static void note(const struct slot *own)
{
	for (uint32_t i = 0, used = slots_used(); i < used; i++) {
		struct presence presence = inside(&gate->slots[i], own);
		if (&gate->slots[i] != own && presence.why == IN_CALL &&
		    presence.function && !is_noted(own, &presence))
			add(own, &presence);
	}
}

static void forget(const struct slot *own)
{
	for (unsigned i = 0; i < MOST; i++)
		if (notes[i].by == own)
			notes[i].by = NULL;
}

/* The kernel copies the process while its threads run on: who comes in between this look
 * and the copy of a lock is seen by a second one, at the slots as the child has them. */
void warn_before_fork(const struct slot *own)
{
	if (!own || warn_is_child())
		return;
	forget(own);
	has_noted = true;
	atomic_fetch_add(&forking, 1);
	note(own);
	system_keep(gate, sizeof *gate);
}

/* True for the last one. */
static bool leave(void)
{
	unsigned now = forking;
	while (now && !atomic_compare_exchange_weak(&forking, &now, now - 1))
		;
	return now == 1;
}

/* What is made by a raw system call later has other threads inside. */
void warn_after_fork(const struct slot *own)
{
	if (!own || !has_noted || warn_is_child())
		return;
	forget(own);
	if (leave())
		(void)system_is_wiped(gate, sizeof *gate);
}

void warn_in_child(void)
{
	if (has_noted && !forked_by)
		forked_by = gate_slot;
	if (!has_noted || warn_is_child())
		return;
	note(gate_slot);
	(void)system_is_wiped(gate, sizeof *gate);
}

/* Each once. */
void warn_call(const char *function)
{
	struct presence holders[TELL_MOST];
	unsigned found = 0;
	for (unsigned i = 0; function && i < MOST && found < TELL_MOST; i++)
		if (notes[i].by && notes[i].by == forked_by &&
		    warn_locks_hang(notes[i].presence.function, function)) {
			holders[found++] = notes[i].presence;
			notes[i].by = NULL;
		}
	if (found)
		tell_inherited(function, holders, found);
}
