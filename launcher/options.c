/* SPDX-License-Identifier: MIT */
/*
 * The one table of options and how a command line is read by it. An option that sets a
 * FORKSEED variable needs a line in the table and nothing else. What its value may be is
 * in values.c.
 */
#include "launcher.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* In the help, where the second line of an option's text begins. */
#define NEXT_LINE "\n                              "

const struct option options[] = {
	{OPTION_TEXT, "seed", "FORKSEED_SEED", "TEXT",
	 "reproducible: each child draws a stream of its" NEXT_LINE
	 "own, the same one on every run with this TEXT",
	 false},
	{OPTION_CHOICE, "when", "FORKSEED_WHEN", "first-use|fork",
	 "when a child fetches its entropy: at its first" NEXT_LINE
	 "draw (default), or before it enters a sandbox",
	 false},
	{OPTION_CHOICE, "clock-seeds", "FORKSEED_CLOCK_SEEDS", "replace|keep",
	 "what a child gets that seeds from the time or" NEXT_LINE
	 "its pid: its own entropy, or that seed (default)",
	 false},
	{OPTION_LIST, "keep", "FORKSEED_KEEP", "random,drand48,strfry,numpy,python",
	 "generators that stay identical in children, of" NEXT_LINE
	 "random, drand48, strfry, numpy, python," NEXT_LINE "separated by commas",
	 false},
	{OPTION_LIST, "runtimes", "FORKSEED_RUNTIMES", "all,none,numpy,python",
	 "runtimes beyond libc that are healed: all" NEXT_LINE
	 "(default), none, or of numpy, python",
	 false},
	{OPTION_FORCE, "force", NULL, NULL,
	 "run COMMAND even where the shim can't reach it", false},
	{OPTION_HELP, "help", NULL, NULL, "print this", false},
	{OPTION_VERSION, "version", NULL, NULL, "print the version", false},
	{OPTION_LATER, "audit", "FORKSEED_AUDIT", "FILE", NULL, true},
	{OPTION_LATER, "check", NULL, "CODE", NULL, true},
	{OPTION_LATER, "connections", "FORKSEED_CONNECTIONS", "off|warn|isolate", NULL,
	 false},
	{OPTION_LATER, "peers", "FORKSEED_PEERS", "LIST", NULL, false},
	{OPTION_LATER, "doctor", NULL, NULL, NULL, false},
	{OPTION_LATER, "list-runtimes", NULL, NULL, NULL, false},
	{0},
};

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
	const char *value = option->kind == OPTION_LIST ? "LIST" : option->values;
	return join("--", option->name, value ? "=" : "", value, NULL);
}

static _Noreturn void help(void)
{
	print(join("Usage: ", usage,
		   "\nRun COMMAND so that every process it forks draws its own random "
		   "numbers.\n\n",
		   NULL));
	for (const struct option *option = options; option->name; option++)
		if (option->kind != OPTION_LATER)
			print(join("  ", padded(form(option), strlen(NEXT_LINE) - 3),
				   option->help, "\n", NULL));
	print("\nA space may stand for '='. FORKSEED=off in the environment disables the "
	      "shim.\nExit status: COMMAND's own; 125 forkseed failed, 126 COMMAND can't "
	      "be\nexecuted, 127 not found.\n");
	_exit(0);
}

static _Noreturn void print_version(void)
{
	print("forkseed " FORKSEED_VERSION "\n");
	_exit(0);
}

/* "--audit out.json ./app": the word that was meant as the value, or what stands for it.
 */
static const char *value_meant(const struct option *option, const char *next)
{
	const char *path;
	bool is_value = next && *next != '-' && find_command(next, &path) != 0;
	return is_value ? next : option->values;
}

static _Noreturn void refuse_later(const struct option *option, bool has_value,
				   const char *next)
{
	if (has_value || !option->is_optional)
		die(EXIT_OWN_ERROR, "--", option->name, " is not in this version", NULL);
	die(EXIT_OWN_ERROR, "--", option->name,
	    " is not in this version (and its value needs '=': --", option->name, "=",
	    value_meant(option, next), ")", NULL);
}

static void set(const struct option *option, const char *value)
{
	const char *objected = objection(option, value, "");
	if (objected)
		die(EXIT_OWN_ERROR, "--", option->name, " can't take ", objected, NULL);
	if (setenv(option->variable, value, 1) < 0)
		die(EXIT_OWN_ERROR, "cannot set ", option->variable, NULL);
}

/* A forgotten value must not swallow the option behind it. */
static const char *word_as_value(const struct option *option, const char *word)
{
	if (!word || *word == '-')
		die(EXIT_OWN_ERROR, "--", option->name, " needs a value: ", form(option),
		    word ? " (one that begins with '-' needs the '=')" : NULL, NULL);
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

/* Returns the words behind the option and its value. */
static char **take_option(char **words, bool *force)
{
	const char *value;
	const struct option *option = parse(*words++, &value);
	switch (option->kind) {
	case OPTION_LATER:
		refuse_later(option, value, *words);
	case OPTION_HELP:
		help();
	case OPTION_VERSION:
		print_version();
	case OPTION_FORCE:
		*force = true;
		return words;
	default:
		set(option, value ? value : word_as_value(option, *words));
		return value ? words : words + 1;
	}
}

char **take_options(char **words, bool *force)
{
	while (*words && **words == '-' && (*words)[1] && strcmp(*words, "--") != 0)
		words = take_option(words, force);
	if (*words && strcmp(*words, "--") == 0)
		words++;
	if (!*words)
		die(EXIT_OWN_ERROR, "no command given: ", usage, NULL);
	return words;
}
