/* SPDX-License-Identifier: MIT
 *
 * The notes of one fork.
 */
#include "warn.h"
#include "inside.h"
#include "slots.h"
#include "tell.h"
#include "warn-locks.h"

enum { MOST = 8 };

/* Inherited on purpose: they are about the child. */
static struct presence notes[MOST];
static unsigned count;
static bool has_noted;

/* The gate's state is wiped in the child. */
bool warn_is_child(void)
{
	return has_noted && gate && !gate->state;
}

static void note(const struct slot *own)
{
	has_noted = true;
	for (uint32_t i = 0, used = slots_used(); i < used && count < MOST; i++) {
		struct presence presence = inside(&gate->slots[i], own);
		if (&gate->slots[i] != own && presence.why == IN_CALL &&
		    presence.function)
			notes[count++] = presence;
	}
}

void warn_before_fork(const struct slot *own)
{
	if (warn_is_child())
		return;
	count = 0;
	if (own)
		note(own);
}

/* What is made by a raw system call later has other threads inside. */
void warn_after_fork(void)
{
	if (!warn_is_child())
		count = 0;
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
