/* SPDX-License-Identifier: MIT */
/*
 * The places of verdicts, each combination of them once. Traces and scripts are kept for
 * good, so that their addresses are their names.
 */
#include "verdicts.h"

#include <stdlib.h>

enum { CHAINS = 4096 };

struct kept {
	struct where where;
	struct kept *next;
};

static size_t hash_of(const struct where *where)
{
	uintptr_t hash = (uintptr_t)where->fork / 16;
	hash = hash * 31 + (uintptr_t)where->draw / 16;
	hash = hash * 31 + (uintptr_t)where->fork_script / 16;
	return hash * 31 + (uintptr_t)where->draw_script / 16;
}

static bool is_same(const struct where *one, const struct where *other)
{
	return one->fork == other->fork && one->draw == other->draw &&
	       one->fork_script == other->fork_script &&
	       one->draw_script == other->draw_script;
}

const struct where *where_kept(struct where where)
{
	static struct kept *chains[CHAINS];
	struct kept **chain = &chains[hash_of(&where) % CHAINS], *kept = *chain;
	while (kept && !is_same(&kept->where, &where))
		kept = kept->next;
	if (kept)
		return &kept->where;
	kept = malloc(sizeof *kept);
	*kept = (struct kept){where, *chain};
	*chain = kept;
	return &kept->where;
}
