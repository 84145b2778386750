/* SPDX-License-Identifier: MIT */
/*
 * Warns of FORKSEED variables in the environment that the shim will ignore: it says
 * nothing itself, and a misspelt setting should not go unnoticed.
 */
#include "launcher.h"
#include <stdlib.h>
#include <string.h>

static const struct option off_switch = {
	OPTION_CHOICE, "off", "FORKSEED", "off", NULL, false,
};

static const struct option *setting_named(const char *name, size_t length)
{
	if (length == strlen("FORKSEED"))
		return &off_switch;
	for (const struct option *option = options; option->name; option++)
		if (option->variable && strncmp(option->variable, name, length) == 0 &&
		    !option->variable[length])
			return option;
	return NULL;
}

/* NULL as well for what the launcher said that it ignores. */
const char *setting(const char *variable)
{
	const char *value = getenv(variable);
	if (!value || !*value)
		return NULL;
	const struct option *option = setting_named(variable, strlen(variable));
	return objection(option, value, "") ? NULL : value;
}

/* Empty means not set, as it does to the shim; but an empty seed is a seed that is lost.
 */
static bool counts_as_unset(const struct option *setting, const char *value)
{
	return !*value && setting->kind != OPTION_TEXT;
}

static void check_value(const struct option *setting, const char *value)
{
	const char *where = join(" in ", setting->variable, NULL);
	const char *objected = objection(setting, value, where);
	if (objected && !counts_as_unset(setting, value))
		say("ignoring ", objected, NULL);
}

static void check_setting(const char *text)
{
	size_t length = strcspn(text, "=");
	const struct option *setting = setting_named(text, length);
	if (!setting)
		say("ignoring ", shortened(text), ": no such setting", NULL);
	else if (text[length])
		check_value(setting, text + length + 1);
}

static bool is_ours(const char *text)
{
	size_t length = strlen("FORKSEED");
	return strncmp(text, "FORKSEED", length) == 0 &&
	       (text[length] == '=' || text[length] == '_');
}

/* Reproducible children keep their seeds: a number from the clock is none they could
 * repeat. */
static void check_conflict(void)
{
	const char *clock_seeds = setting("FORKSEED_CLOCK_SEEDS");
	if (setting("FORKSEED_SEED") && clock_seeds &&
	    strcmp(clock_seeds, "replace") == 0)
		say("ignoring --clock-seeds=replace: with --seed, clock seeds are kept",
		    NULL);
}

static void check_rank(void)
{
	const char *rank = setting("FORKSEED_SEED_RANK");
	if (rank && !setting("FORKSEED_SEED"))
		say("ignoring the rank's variable ", shortened(rank),
		    ": it is for --seed", NULL);
}

/* Without a mode nobody reads them. */
static void check_peers(void)
{
	const char *peers = setting("FORKSEED_PEERS");
	if (peers && !wants_second(getenv("FORKSEED_CONNECTIONS")))
		say("ignoring the peers ", shortened(peers),
		    ": they are for --connections", NULL);
}

/* Beside other names it says nothing; beside "+scan" it leaves that alone. */
static void check_runtimes(void)
{
	const char *list = setting("FORKSEED_RUNTIMES");
	if (!list || !has_word(list, "none"))
		return;
	for (const char *name = list; *name;
	     name += strcspn(name, ","), name += *name == ',')
		if (*name != '+' && strncmp(name, "none", strcspn(name, ",")) != 0) {
			say("ignoring 'none' in --runtimes=", shortened(list),
			    ": it names others", NULL);
			return;
		}
}

void check_settings(char **environment)
{
	for (; environment && *environment; environment++)
		if (is_ours(*environment))
			check_setting(*environment);
	check_conflict();
	check_peers();
	check_rank();
	check_runtimes();
}
