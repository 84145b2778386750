/* SPDX-License-Identifier: MIT
 *
 * Reading the settings. Nothing keeps a pointer into the environment beyond the start:
 * programs overwrite it (setproctitle).
 */
#include "settings.h"

#include <stdlib.h>
#include <string.h>

/* secure_getenv(3) knows no variable where AT_SECURE is set. */
static bool is_set_to(const char *variable, const char *value)
{
	const char *now = secure_getenv(variable);
	return now && strcmp(now, value) == 0;
}

/* NULL for a text that the launcher would refuse. */
static const char *seed_text(void)
{
	const char *text = secure_getenv("FORKSEED_SEED");
	size_t length = text ? strlen(text) : 0;
	return length > 0 && length <= SETTINGS_MOST_SEED ? text : NULL;
}

/* A relative one would be another file in every directory; the launcher makes it
 * absolute. */
static const char *audit_file(void)
{
	const char *file = secure_getenv("FORKSEED_AUDIT");
	return file && *file == '/' ? file : NULL;
}

bool settings_lists(const char *list, const char *name)
{
	size_t length = strlen(name);
	for (; list && *list; list = strchr(list, ',') ? strchr(list, ',') + 1 : NULL)
		if (strncmp(list, name, length) == 0 &&
		    (list[length] == 0 || list[length] == ','))
			return true;
	return false;
}

struct settings settings_read(void)
{
	return (struct settings){
		.off = is_set_to("FORKSEED", "off"),
		.at_fork = is_set_to("FORKSEED_WHEN", "fork"),
		.replaces_clock_seeds = is_set_to("FORKSEED_CLOCK_SEEDS", "replace"),
		.seed = seed_text(),
		.keep = secure_getenv("FORKSEED_KEEP"),
		.runtimes = secure_getenv("FORKSEED_RUNTIMES"),
		.audit = audit_file(),
	};
}
