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

/* Inherited on purpose: they are about the child. */
static struct presence notes[MOST];
static unsigned count;
static bool has_noted;

/* The gate's state is wiped in the child. */
bool warn_is_child(void)
{
	return has_noted && gate && !gate->state;
}

static bool is_noted(const struct presence *presence)
{
	unsigned i = 0;
	while (i < count &&
	       (notes[i].tid != presence->tid || notes[i].function != presence->function))
		i++;
	return i < count;
}

static void note(const struct slot *own)
{
	for (uint32_t i = 0, used = slots_used(); i < used && count < MOST; i++) {
		struct presence presence = inside(&gate->slots[i], own);
		if (&gate->slots[i] != own && presence.why == IN_CALL &&
		    presence.function && !is_noted(&presence))
			notes[count++] = presence;
	}
}

/* The kernel copies the process while its threads run on: who comes in between this look
 * and the copy of a lock is seen by a second one, at the slots as the child has them. */
void warn_before_fork(const struct slot *own)
{
	if (warn_is_child())
		return;
	count = 0;
	if (!own)
		return;
	has_noted = true;
	note(own);
	system_keep(gate, sizeof *gate);
}

/* What is made by a raw system call later has other threads inside. */
void warn_after_fork(void)
{
	if (warn_is_child())
		return;
	count = 0;
	if (has_noted)
		(void)system_is_wiped(gate, sizeof *gate);
}

void warn_in_child(void)
{
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
	for (unsigned i = 0; function && i < count && found < TELL_MOST;)
		if (warn_locks_hang(notes[i].function, function)) {
			holders[found++] = notes[i];
			notes[i] = notes[--count];
		} else {
			i++;
		}
	if (found)
		tell_inherited(function, holders, found);
}
