/* SPDX-License-Identifier: MIT */
/*
 * How a command line is read by the table of options (options-table.c). What an option's
 * value may be is in values.c.
 */
#include "launcher.h"
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct option *option_named(const char *name, size_t length)
{
	for (const struct option *option = options; option->name; option++)
		if (strncmp(option->name, name, length) == 0 && !option->name[length])
			return option;
	return NULL;
}

static char *padded(const char *text, size_t width)
{
	size_t length = strlen(text), blanks = length < width ? width - length : 0;
	char pad[width + 1];
	memset(pad, ' ', blanks);
	pad[blanks] = 0;
	return join(text, pad, NULL);
}

static const char *usage = "forkseed [OPTION]... [--] COMMAND [ARG]...";

static const char *form(const struct option *option)
{
	const char *value = option->kind == OPTION_LIST     ? "LIST"
			    : option->kind == OPTION_FORMAT ? "FORMAT"
							    : option->values;
	if (value && option->is_optional)
		return join("--", option->name, "[=", value, "]", NULL);
	return join("--", option->name, value ? "=" : "", value, NULL);
}

static _Noreturn void help(void)
{
	print(join("Usage: ", usage,
		   "\nRun COMMAND so that every process it forks draws its own random "
		   "numbers.\n\n",
		   NULL));
	for (const struct option *option = options; option->name; option++)
		print(join("  ", padded(form(option), HELP_COLUMN),
			   strlen(form(option)) < HELP_COLUMN ? "" : NEXT_LINE,
			   option->help, "\n", NULL));
	print("\nA space may stand for '='. FORKSEED=off in the environment disables the "
	      "shim.\nExit status: COMMAND's own; 125 forkseed failed, 126 COMMAND can't "
	      "be\nexecuted, 127 not found.\n");
	_exit(0);
}

static _Noreturn void print_version(void)
{
	const char *stale = stale_parts();
	print("forkseed " FORKSEED_VERSION "\n");
	if (stale)
		die(EXIT_OWN_ERROR, stale, NULL);
	_exit(0);
}

static bool is_command(const char *word)
{
	const char *path;
	return word && find_command(word, &path) == 0;
}

/* "--audit out.json ./app": an optional value needs the '='. */
static void check_for_value(const struct option *option, char **words)
{
	if (words[0] && *words[0] != '-' && !is_command(words[0]) && is_command(words[1]))
		die(EXIT_OWN_ERROR, words[0], ": no such command (a value needs '=': --",
		    option->name, "=", words[0], ")", NULL);
}

/* The program may change its directory. */
static const char *absolute(const char *path)
{
	char directory[PATH_MAX];
	if (*path == '/')
		return path;
	if (!getcwd(directory, sizeof directory))
		die(EXIT_OWN_ERROR,
		    "the current directory can't be found: ", strerror(errno), NULL);
	return join(directory, "/", path, NULL);
}

static const char *valid(const struct option *option, const char *value)
{
	const char *objected = objection(option, value, "");
	if (objected)
		die(EXIT_OWN_ERROR, "--", option->name, " can't take ", objected, NULL);
	return value;
}

static void set(const struct option *option, const char *value)
{
	valid(option, value);
	if (option->kind == OPTION_FILE)
		value = absolute(value);
	if (setenv(option->variable, value, 1) < 0)
		die(EXIT_OWN_ERROR, "cannot set ", option->variable, NULL);
}

/* Each format once: the last one counts, as of other options. */
static void set_format(const struct option *option, const char *value,
		       const char *formats[MOST_FORMATS + 1])
{
	const char *file = format_file(valid(option, value));
	size_t length = file ? (size_t)(file - value) : strlen(value);
	int i = 0;
	while (formats[i] && strncmp(formats[i], value, length) != 0)
		i++;
	char *name = strndup(value, length);
	if (i < MOST_FORMATS)
		formats[i] = file ? join(name, absolute(file), NULL) : name;
}

/* The value, or the next word in its place, which is taken. A forgotten value must not
 * swallow the option behind it. */
static const char *required(const struct option *option, const char *value, char ***words)
{
	const char *word = **words;
	if (value)
		return value;
	if (!word || *word == '-')
		die(EXIT_OWN_ERROR, "--", option->name, " needs a value: ", form(option),
		    word ? " (one that begins with '-' needs the '=')" : NULL, NULL);
	(*words)++;
	return word;
}

/* The option that a word names; `value` is what stands behind its '=', or NULL. */
static const struct option *parse(const char *word, const char **value)
{
	const char *equals = strchr(word, '=');
	size_t length = equals ? (size_t)(equals - word) : strlen(word);
	const struct option *option =
		strncmp(word, "--", 2) == 0 ? option_named(word + 2, length - 2) : NULL;
	if (!option)
		die(EXIT_OWN_ERROR, "unknown option ", word, ": see forkseed --help",
		    NULL);
	if (equals && !option->values)
		die(EXIT_OWN_ERROR, word, ": --", option->name, " takes no value", NULL);
	*value = equals ? equals + 1 : NULL;
	return option;
}

/* "CODE", "CODE,strict" or "strict". */
static void set_check(const char *value, struct choices *choices)
{
	choices->strict = strstr(value, "strict") != NULL;
	choices->check = atoi(value) ? atoi(value) : 99;
}

bool is_for_audits(const struct option *option)
{
	static const char *const names[] = {"suppressions", "audit-wait", "stuck",
					    "stuck-action"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(option->name, names[i]) == 0)
			return true;
	return false;
}

/* Who asks for it and gets nothing should know. A variable may be there for others. */
static void check_for_audit(const struct choices *choices)
{
	if (choices->for_audits && !choices->audits && !choices->unit)
		say("ignoring --", choices->for_audits,
		    ": it is for an audit (--audit, --check)", NULL);
	const char *seconds = setting("FORKSEED_STUCK");
	const char *action = setting("FORKSEED_STUCK_ACTION");
	if (choices->audits && seconds && atoi(seconds) == 0 && action)
		say("ignoring --stuck-action=", action, ": --stuck=0 looks for none",
		    NULL);
}

/* A verdict of the doctor's is no check's. (An audit of a unit is refused: service.c.) */
static void check_for_run(const struct choices *choices)
{
	bool prints = choices->unit && !choices->audits;
	if (choices->for_runs && (choices->examines || prints))
		say("ignoring --", choices->for_runs, ": no command is run", NULL);
}

/* Returns the words behind the option and its value. */
static char **take_option(char **words, struct choices *choices)
{
	const char *value;
	const struct option *option = parse(*words++, &value);
	switch (option->kind) {
	case OPTION_HELP:
		help();
	case OPTION_VERSION:
		print_version();
	case OPTION_LIST_RUNTIMES:
		list_runtimes();
		_exit(0);
	case OPTION_DOCTOR:
		choices->examines = true;
		return words;
	case OPTION_PID:
		choices->pid = required(option, value, &words);
		return words;
	case OPTION_DROPIN:
	case OPTION_ENV_FILE:
		if (choices->unit)
			die(EXIT_OWN_ERROR, "--systemd-dropin and --env-file print for ",
			    "one unit at a time", NULL);
		choices->unit = required(option, value, &words);
		choices->as_file = option->kind == OPTION_ENV_FILE;
		return words;
	case OPTION_FORCE:
		choices->force = true;
		choices->for_runs = option->name;
		return words;
	case OPTION_CHECK:
		set_check(value ? valid(option, value) : "", choices);
		break;
	case OPTION_AUDIT:
		choices->file = value ? absolute(valid(option, value)) : NULL;
		break;
	case OPTION_REPORT:
		choices->page = absolute(valid(option, required(option, value, &words)));
		break;
	case OPTION_FORMAT:
		set_format(option, required(option, value, &words), choices->formats);
		break;
	default:
		set(option, required(option, value, &words));
		if (is_for_audits(option))
			choices->for_audits = option->name;
		return words;
	}
	choices->audits = true;
	choices->for_runs = option->name;
	if (!value && option->is_optional)
		check_for_value(option, words);
	return words;
}

/* By hand, without --audit: then the shim makes the file, if it can find it. */
static void complete_audit_variable(void)
{
	const char *file = getenv("FORKSEED_AUDIT");
	if (file && *file && *file != '/')
		setenv("FORKSEED_AUDIT", absolute(file), 1);
}

/* Warnings are findings. Without a report by hand, the launcher makes one. */
static bool warns(const char *variable)
{
	const char *mode = getenv(variable), *file = getenv("FORKSEED_AUDIT");
	return mode && has_word(mode, "warn") && !(file && *file);
}

char **take_options(char **words, struct choices *choices)
{
	while (*words && **words == '-' && (*words)[1] && strcmp(*words, "--") != 0)
		words = take_option(words, choices);
	if (*words && strcmp(*words, "--") == 0)
		words++;
	if (choices->pid && (!choices->examines || *words))
		die(EXIT_OWN_ERROR, "--pid is for --doctor, which takes a process or a ",
		    "command", NULL);
	if (choices->unit && (choices->examines || *words))
		die(EXIT_OWN_ERROR, "--systemd-dropin and --env-file take a unit and no ",
		    "command", NULL);
	if (!*words && !choices->pid && !choices->unit)
		die(EXIT_OWN_ERROR, "no command given: ", usage, NULL);
	choices->audits |= warns("FORKSEED_CONNECTIONS") || warns("FORKSEED_LOCKS");
	check_for_audit(choices);
	check_for_run(choices);
	complete_audit_variable();
	return words;
}
