/* SPDX-License-Identifier: MIT */
/*
 * What the launcher's files offer each other; main.c puts them together in order.
 * The launcher runs for a moment and then execs, so nothing here is ever freed.
 */
#ifndef FORKSEED_LAUNCHER_H
#define FORKSEED_LAUNCHER_H

#include "elf-file.h"
#include <stdbool.h>

/* As env(1): the launcher's own error, found but not executable, not found. */
enum { EXIT_OWN_ERROR = 125, EXIT_CANNOT_EXECUTE = 126, EXIT_NOT_FOUND = 127 };

#define SENTINEL __attribute__((sentinel))

/* say.c: the parts, up to NULL, as one string; as one line on stderr; and then exit. */
char *join(const char *first, ...) SENTINEL;
void say(const char *first, ...) SENTINEL;
_Noreturn void die(int status, const char *first, ...) SENTINEL;
void print(const char *text);

/* options.c */
enum option_kind {
	OPTION_CHOICE, /* a setting: one of its values */
	OPTION_LIST,   /* a setting: some of its values, separated by commas */
	OPTION_TEXT,   /* a setting: any text that is neither empty nor too long */
	OPTION_FORCE,
	OPTION_HELP,
	OPTION_VERSION,
	OPTION_LATER, /* named in the design, not in this version */
};

struct option {
	enum option_kind kind;
	const char *name;
	const char *variable; /* the same setting in the environment */
	const char *values;   /* what it takes: the known ones, or a word for any */
	const char *help;
	bool is_optional; /* its value is, and therefore needs "=" */
};

extern const struct option options[];           /* ends with a NULL name */
char **take_options(char **words, bool *force); /* returns the command's words */

/*
 * values.c: NULL when the setting can hold the value; otherwise "'PART'WHERE: RULE", with
 * the part of the value that is wrong and the rule that it breaks.
 */
const char *objection(const struct option *option, const char *value, const char *where);

/* settings.c: warns of FORKSEED variables that nobody will read. */
void check_settings(char **environment);

/* search.c: what execvp would run; 0, EXIT_NOT_FOUND or EXIT_CANNOT_EXECUTE. */
int find_command(const char *name, const char **path);

/* script.c: the program that ld.so will see when path is run, behind any #! lines. */
struct target {
	const char *path;
	struct elf_file elf; /* empty when it couldn't be read */
};
struct target find_target(const char *path);

/* privilege.c: how running path would gain rights (so that ld.so drops us), or NULL. */
const char *gained_rights(const char *path);

/* judge.c: why the shim can't reach the target, and what to do; NULL when it can. */
const char *refusal(const struct target *target, const struct elf_file *shim);

/* shim-path.c: finds and opens the shim; dies when there is none. */
const char *shim_path(struct elf_file *shim);

/* asan.c: the AddressSanitizer runtime that must be loaded before the shim, or NULL. */
const char *needed_asan(const struct target *target, const char *preload);

/* preload.c: the new LD_PRELOAD. */
const char *with_shim(const char *preload, const char *shim, const char *asan);

#endif
