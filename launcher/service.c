/* SPDX-License-Identifier: MIT */
/*
 * --systemd-dropin and --env-file: what an operator pastes for a service, with the
 * settings that the other options name. Nothing is run, looked up or written; how each
 * kind of file quotes a value is here, what the shims are called is in preload.c.
 */
#define _GNU_SOURCE
#include "launcher.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool ends_with(const char *unit, const char *kind)
{
	size_t length = strlen(unit), end = strlen(kind);
	return length > end && strcmp(unit + length - end, kind) == 0;
}

static bool is_service(const char *unit)
{
	return ends_with(unit, ".service");
}

/* systemd(1): the kinds of units. Only services have commands that go on. */
static void refuse_other_kind(const char *unit)
{
	static const char *const kinds[] = {".socket", ".device", ".mount", ".automount",
					    ".swap",   ".target", ".path",  ".timer",
					    ".slice",  ".scope"};
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (ends_with(unit, kinds[i]))
			die(EXIT_OWN_ERROR, "'", unit,
			    "' is no service: name the one that it starts", NULL);
}

/* systemd.unit(5): what a unit's name may consist of, and its longest. */
static const char *service_name(const char *unit)
{
	enum { LONGEST = 255 };
	const char *allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
			      "0123456789:-_.\\@";
	const char *name = is_service(unit) ? unit : join(unit, ".service", NULL);
	if (!*unit || strspn(unit, allowed) != strlen(unit) || strlen(name) > LONGEST)
		die(EXIT_OWN_ERROR, "'", unit,
		    "' is no unit's name: letters, digits and ", ":-_.\\@, 255 at most",
		    NULL);
	refuse_other_kind(unit);
	return name;
}

/* The text with `mark` put before, or another in place of, each character of `special`.
 */
static char *escaped(const char *text, const char *special,
		     const char *(*of)(const char *character))
{
	char *result = strdup("");
	while (*text) {
		size_t plain = strcspn(text, special);
		result = join(result, strndup(text, plain), NULL);
		text += plain;
		if (*text)
			result = join(result, of(strndup(text++, 1)), NULL);
	}
	return result;
}

/* systemd.service(5): specifiers begin with '%', '$' means nothing in Environment=. */
static const char *in_unit(const char *character)
{
	return join(*character == '%' ? "%" : "\\", character, NULL);
}

static void print_for_unit(const char *name, const char *value)
{
	tell("Environment=\"", name, "=", escaped(value, "%\"\\", in_unit), "\"", NULL);
}

/* In double quotes systemd and a shell that reads the file agree on what a backslash
 * does; in single ones they do not. */
static const char *in_file(const char *character)
{
	return join("\\", character, NULL);
}

static void print_for_file(const char *name, const char *value)
{
	tell(name, "=\"", escaped(value, "\"\\$`", in_file), "\"", NULL);
}

static const char *value_of(const struct option *option)
{
	const char *value = option->variable ? getenv(option->variable) : NULL;
	return value && *value ? value : NULL;
}

static void refuse_control_characters(void)
{
	for (const struct option *option = options; option->name; option++)
		for (const char *c = value_of(option); c && *c; c++)
			if ((unsigned char)*c < ' ' || *c == 127)
				die(EXIT_OWN_ERROR, option->variable,
				    " holds a control character, which these files can't",
				    NULL);
}

static bool has_of_audits(void)
{
	bool has = getenv("FORKSEED_AUDIT") != NULL;
	for (const struct option *option = options; option->name; option++)
		has |= is_for_audits(option) && getenv(option->variable);
	return has;
}

/* A template can't be restarted, but its instances can (systemctl(1), patterns). */
static const char *to_restart(const char *unit)
{
	const char *at = ends_with(unit, "@.service") ? strchr(unit, '@') : NULL;
	return at ? join("'", strndup(unit, (size_t)(at - unit)), "@*.service'", NULL)
		  : unit;
}

/* Options have become variables; those that were variables before count as well. */
static void print_all(const char *preload,
		      void (*print_one)(const char *name, const char *value))
{
	print_one("LD_PRELOAD", preload);
	for (const struct option *option = options; option->name; option++)
		if (value_of(option))
			print_one(option->variable, value_of(option));
}

_Noreturn void print_service(const struct choices *choices)
{
	struct elf_file shim;
	const struct target any = {0};
	const char *unit = service_name(choices->unit);
	if (choices->audits || has_of_audits())
		die(EXIT_OWN_ERROR,
		    "an audit is the service's parent: put forkseed and its options ",
		    "in front of the command in ExecStart=", NULL);
	check_settings(environ);
	refuse_control_characters();
	const char *preload = preload_for(&any, "", shim_path(&shim), false);
	if (choices->as_file) {
		tell("# For the file that EnvironmentFile= in ", unit, " names, such as ",
		     "/etc/default/", strndup(unit, strlen(unit) - strlen(".service")),
		     NULL);
		print_all(preload, print_for_file);
	} else {
		tell("# /etc/systemd/system/", unit, ".d/forkseed.conf; then: ",
		     "systemctl daemon-reload; systemctl restart ", to_restart(unit),
		     NULL);
		tell("[Service]", NULL);
		print_all(preload, print_for_unit);
	}
	_exit(0);
}
