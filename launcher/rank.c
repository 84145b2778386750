/* SPDX-License-Identifier: MIT */
/*
 * By which variable ranks of one job are told apart under --seed: for an audit, which
 * says it, by the shim's own rule (shim/entropy/rank.c).
 */
#include "../shim/core/settings.h"
#include "launcher.h"
#include <stdlib.h>
#include <string.h>

static const char *value_of(const char *name)
{
	const char *value = getenv(name);
	return value && *value ? value : NULL;
}

static const char *variable(void)
{
	static const char *const known[] = {SETTINGS_RANKS};
	const char *own = setting("FORKSEED_SEED_RANK");
	if (own)
		return strcmp(own, SETTINGS_NO_RANK) == 0 ? NULL : own;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (value_of(known[i]))
			return known[i];
	return NULL;
}

void say_rank(void)
{
	const char *name = setting("FORKSEED_SEED") ? variable() : NULL;
	if (name && value_of(name))
		say("of its job this is rank ", value_of(name), ", by ", name, NULL);
	else if (name)
		say("ranks are told apart by ", name, ", which is not set here", NULL);
}
