/* SPDX-License-Identifier: MIT */
/*
 * From the command that was asked about to the program that it becomes: through wrappers,
 * plain commands of shells and their scripts, #! lines, and R's two front ends. Where the
 * way can't be read, the verdict says who hides it.
 */
#define _GNU_SOURCE
#include "doctor.h"
#include "shell.h"
#include "wrappers.h"
#include <stdlib.h>
#include <string.h>

enum { DEEPEST = 16, LONGEST_SCRIPT = 1 << 20, MOST_ARGUMENTS = 16 };

static bool hide(struct wrapped *wrapped, const char *by)
{
	wrapped->hides = by;
	return false;
}

static bool go_on(struct wrapped *wrapped, const char *by, char **words)
{
	tell("wrapper: ", by, ", which runs ", *words, NULL);
	wrapped->words = words;
	return true;
}

static void note_drop(struct wrapped *wrapped, const char *by)
{
	wrapped->against = join("is started by ", by,
				" without LD_PRELOAD, and so without the shim: keep the "
				"variable",
				NULL);
}

static bool through_wrapper(struct wrapped *wrapped, const struct wrapper *wrapper)
{
	bool drops = false;
	char **command = wrapper_command(wrapper, wrapped->words, &drops);
	if (drops)
		note_drop(wrapped, wrapper->name);
	if (command)
		wrapper_settings(wrapper, wrapped->words, command);
	return command ? go_on(wrapped, *wrapped->words, command)
		       : hide(wrapped, wrapper->name);
}

/* What a shell runs for this text; `by` is the shell, or the script. */
static bool through_text(struct wrapped *wrapped, const char *by, const char *text,
			 size_t length)
{
	const char *path;
	struct shell_text plain;
	if (length > LONGEST_SCRIPT || !shell_read(text, length, &plain) ||
	    find_command(*plain.words, &path) != 0)
		return hide(wrapped,
			    base_name(by) == by || !is_shell(by) ? by : base_name(by));
	if (plain.drops)
		note_drop(wrapped, by);
	for (size_t i = 0; i < plain.setting_count; i++)
		adopt_setting(plain.settings[i]);
	wrapped->is_cut = plain.is_cut;
	return go_on(wrapped, by, plain.words);
}

static bool through_file(struct wrapped *wrapped, const char *by, const char *path)
{
	struct elf_file file;
	if (!elf_open(&file, path) || elf_is_elf(&file))
		return hide(wrapped, by);
	return through_text(wrapped, by, file.data, file.size);
}

/* sh -c TEXT, sh FILE; with options that change nothing of it. */
static bool through_shell(struct wrapped *wrapped)
{
	char **word = wrapped->words + 1;
	const char *shell = base_name(*wrapped->words);
	bool has_text = false;
	for (; *word && **word == '-'; word++) {
		if (!(*word)[1] || strspn(*word + 1, "cefux") != strlen(*word + 1))
			return hide(wrapped, shell);
		has_text |= strchr(*word, 'c') != NULL;
	}
	if (!*word)
		return hide(wrapped, shell);
	return has_text ? through_text(wrapped, shell, *word, strlen(*word))
			: through_file(wrapped, shell, *word);
}

/* Of "#!/usr/bin/env -S nice python3" what env splits; of others one word. */
static size_t add_arguments(char **words, char *line)
{
	size_t count = 0;
	if (strncmp(line, "-S", 2) != 0) {
		words[count] = line;
		return *line != 0;
	}
	line += 2;
	for (char *word; count < MOST_ARGUMENTS && (word = strsep(&line, " \t"));)
		if (*word)
			words[count++] = word;
	return count;
}

/* A script whose interpreter is a wrapper: what the kernel hands to that. */
static bool through_interpreter(struct wrapped *wrapped, const char *path)
{
	size_t count = 0;
	struct elf_file file;
	while (wrapped->words[count])
		count++;
	char **words = calloc(count + MOST_ARGUMENTS + 2, sizeof *words);
	if (!elf_open(&file, path) || file.size < 3)
		return hide(wrapped, *wrapped->words);
	char *line = strndup(file.data + 2, strcspn(file.data + 2, "\n"));
	line += strspn(line, " \t");
	words[0] = strsep(&line, " \t");
	size_t at = 1 + (line ? add_arguments(words + 1, line + strspn(line, " \t")) : 0);
	words[at++] = (char *)path;
	memcpy(words + at, wrapped->words + 1, (count - 1) * sizeof *words);
	return go_on(wrapped, path, words);
}

/* R's script has "R_HOME_DIR=/usr/lib/R" in a line of its own; what it runs is there. */
static const char *home_of_r(const char *script)
{
	static const char mark[] = "\nR_HOME_DIR=/";
	struct elf_file file;
	const char *line = NULL;
	if (elf_open(&file, script) && file.size > 0)
		line = memmem(file.data, file.size, mark, sizeof mark - 1);
	if (!line)
		return NULL;
	line += sizeof mark - 2;
	return strndup(line, strcspn(line, "\n"));
}

static bool through_r(struct wrapped *wrapped, const char *script)
{
	char **words = wrapped->words;
	const char *home = home_of_r(script), *path;
	const char *program = home ? join(home, "/bin/exec/R", NULL) : script;
	bool runs_others = words[1] && (strcmp(words[1], "CMD") == 0 ||
					strncmp(words[1], "-d", 2) == 0 ||
					strncmp(words[1], "--debugger", 10) == 0);
	if (!home || runs_others || find_command(program, &path) != 0)
		return hide(wrapped, *words);
	const char *had = getenv("LD_LIBRARY_PATH");
	setenv("LD_LIBRARY_PATH", join(home, "/lib", had ? ":" : "", had, NULL), 1);
	tell("wrapper: ", *words, ", which runs ", program, NULL);
	*words = (char *)program;
	return true;
}

/* Rscript runs the R that it was built with, whose front end lies beside it. */
static bool through_rscript(struct wrapped *wrapped, const char *path)
{
	const char *front = join(path, NULL), *found;
	const char *slash = strrchr(front, '/');
	front = slash ? join(strndup(front, (size_t)(slash - front)), "/R", NULL) : "R";
	if (getenv("RHOME") || find_command(front, &found) != 0)
		return hide(wrapped, *wrapped->words);
	tell("wrapper: ", *wrapped->words, ", which runs ", front, NULL);
	*wrapped->words = (char *)front;
	return true;
}

/* A file that is a script, or R's; its interpreter is what the kernel or env runs. */
static bool through_path(struct wrapped *wrapped, const char *path)
{
	const char *name = base_name(path);
	struct target target = find_target(path);
	bool is_script = target.path != path;
	if (is_script && strcmp(name, "R") == 0)
		return through_r(wrapped, path);
	if (strcmp(name, "Rscript") == 0 && wrapped->words[1])
		return through_rscript(wrapped, path);
	if (is_script && is_shell(target.path))
		return through_file(wrapped, *wrapped->words, path);
	if (is_script && (wrapper_named(target.path) ||
			  strcmp(base_name(target.path), "Rscript") == 0))
		return through_interpreter(wrapped, path);
	return false;
}

/* One program further; false where it is what will run, or the rest can't be told. */
static bool step(struct wrapped *wrapped)
{
	const char *path;
	const struct wrapper *wrapper = wrapper_named(*wrapped->words);
	bool has_command = wrapped->words[1] || wrapped->is_cut;
	if (wrapper && has_command)
		return through_wrapper(wrapped, wrapper);
	if (has_command && is_shell(*wrapped->words))
		return through_shell(wrapped);
	return find_command(*wrapped->words, &path) == 0 && through_path(wrapped, path);
}

struct wrapped look_through(char **words)
{
	struct wrapped wrapped = {.words = words};
	int depth = 0;
	while (step(&wrapped))
		if (depth++ == DEEPEST) {
			hide(&wrapped, *words);
			break;
		}
	return wrapped;
}
