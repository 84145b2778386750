/* SPDX-License-Identifier: MIT */
/*
 * Scripts are run by their interpreter, so that is the program which has to load the
 * shim. Follows #! lines as the kernel does, and "#!/usr/bin/env NAME" one step further.
 */
#include "launcher.h"
#include <string.h>

enum {
	KERNEL_LINE = 256, /* how much of a file the kernel looks at */
	KERNEL_DEPTH = 5,  /* how many interpreters it follows */
};

static const char *blanks = " \t";

/* The #! line without its mark, or NULL. */
static char *interpreter_line(const struct elf_file *file)
{
	if (file->size < 2 || memcmp(file->data, "#!", 2) != 0)
		return NULL;
	size_t length = file->size < KERNEL_LINE ? file->size : KERNEL_LINE;
	char *line = strndup(file->data + 2, length - 2);
	if (line)
		line[strcspn(line, "\n")] = 0;
	return line;
}

/* What env(1) would run with these arguments, or NULL where that isn't plain. */
static const char *command_of_env(char *arguments)
{
	const char *path;
	for (char *word; (word = strsep(&arguments, blanks));) {
		if (!*word || strcmp(word, "-S") == 0 || strchr(word, '='))
			continue;
		return *word != '-' && find_command(word, &path) == 0 ? path : NULL;
	}
	return NULL;
}

/* The program that the kernel or env runs for this script line, or NULL. */
static const char *program_of(char *line)
{
	line += strspn(line, blanks);
	const char *program = strsep(&line, blanks);
	const char *slash = strrchr(program, '/');
	const char *behind = NULL;
	if (line && slash && strcmp(slash, "/env") == 0)
		behind = command_of_env(line);
	return behind ? behind : program;
}

struct target find_target(const char *path)
{
	struct target target = {.path = path};
	for (int depth = 0; depth <= 2 * KERNEL_DEPTH; depth++) {
		if (!elf_open(&target.elf, target.path) || elf_is_elf(&target.elf))
			break;
		char *line = interpreter_line(&target.elf);
		/* execvp's rule: what the kernel doesn't know is a script for /bin/sh. */
		target.path = line ? program_of(line) : "/bin/sh";
	}
	return target;
}
