/* SPDX-License-Identifier: MIT
 *
 * Reading the settings. Nothing keeps a pointer into the environment beyond the start:
 * programs overwrite it (setproctitle).
 */
#include "settings.h"
#include "compiler.h"

#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>

/* Where the kernel put argc, argv and the environment (glibc, elf/dl-sysdep.c). Weak:
 * another libc has no such variable. */
extern char **__libc_stack_end __attribute__((weak));

/* What runs before libc's own constructor (.preinit_array, as that of ThreadSanitizer
 * does) finds no environ yet. Argument and variables each end with a NULL; argc is no
 * guide to them where ld.so was called by name. */
far_away static char **variables_of_exec(void)
{
	char **word = &__libc_stack_end ? __libc_stack_end + 1 : NULL;
	while (word && *word)
		word++;
	return word ? word + 1 : NULL;
}

static char **variables(void)
{
	if (getauxval(AT_SECURE))
		return NULL;
	return likely(environ) ? environ : variables_of_exec();
}

const char *settings_value(const char *name)
{
	size_t length = strlen(name);
	for (char **variable = variables(); variable && *variable; variable++)
		if (strncmp(*variable, name, length) == 0 && (*variable)[length] == '=')
			return *variable + length + 1;
	return NULL;
}

static bool is_set_to(const char *variable, const char *value)
{
	const char *now = settings_value(variable);
	return now && strcmp(now, value) == 0;
}

/* NULL for a text that the launcher would refuse. */
static const char *seed_text(void)
{
	const char *text = settings_value("FORKSEED_SEED");
	size_t length = text ? strlen(text) : 0;
	return length > 0 && length <= SETTINGS_MOST_SEED ? text : NULL;
}

/* A relative one would be another file in every directory; the launcher makes it
 * absolute. */
static const char *audit_file(void)
{
	const char *file = settings_value("FORKSEED_AUDIT");
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
		.keep = settings_value("FORKSEED_KEEP"),
		.runtimes = settings_value("FORKSEED_RUNTIMES"),
		.audit = audit_file(),
	};
}
