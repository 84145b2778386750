/* SPDX-License-Identifier: MIT
 *
 * Is another thread inside, as its slot tells, and has a fork to wait for it?
 */
#pragma once

#include "gate.h"

enum why {
	OUTSIDE,
	IN_CALL,
	HOLDS_MUTEX,
	LETS_GO, /* of one; or what was a mutex once looks so by chance */
};

struct presence {
	enum why why;
	const char *function; /* IN_CALL: of which function */
	int tid;              /* 0: not known */
	const void *caller;   /* under warn: the return address of that call, or NULL */
};

/* `own` is the slot of the thread that forks: who waits for a mutex of its is outside. */
struct presence inside(struct slot *slot, const struct slot *own);

/* How long a fork waits for it at most, in nanoseconds: `bound`, or less where a call
 * does little but wait. */
int64_t inside_bound(const struct slot *slot, int64_t bound);

/* From here on this stay is not waited for; the next one is. */
void inside_give_up(struct slot *slot);
