/* SPDX-License-Identifier: MIT */
/*
 * Verdicts with one cause are one group: same kind, generator, fork site and draw site.
 */
#ifndef FORKSEED_GROUPS_H
#define FORKSEED_GROUPS_H

#include "verdicts.h"

struct group {
	const struct verdict *first;
	unsigned count, healed, parents_drew;
	unsigned processes; /* that have these findings; an unknown one counts */
	unsigned next;      /* within groups.c */
};

struct groups {
	struct group *list; /* the worst first */
	size_t count;
};

/* True for a generator of keys and nonces (KEY_ADAPTERS): whoever knows one process's
 * knows the others'. */
bool groups_are_security(const struct verdict *verdict);

/* Numbers the verdicts by their group; suppressed ones are in none. */
struct groups groups_of(struct verdicts *verdicts);

#endif
