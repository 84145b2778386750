/* SPDX-License-Identifier: MIT */
/*
 * Programs that run the one that their arguments name (wrappers.c), for through.c.
 */
#ifndef FORKSEED_WRAPPERS_H
#define FORKSEED_WRAPPERS_H

#include <stdbool.h>

/* In place, as in field.h. */
struct wrapper {
	char name[24];
	char valued[4]; /* its options of one letter that take a word behind them */
	int operands;   /* words between its options and the command; -1: not plain */
};
const struct wrapper *wrapper_named(const char *path); /* or NULL */

/* Its command among its words, or NULL: it has none, or none that is plain. Sets `drops`
 * where that starts without the shim. */
char **wrapper_command(const struct wrapper *wrapper, char **words, bool *drops);
/* What env sets or unsets of our settings before its command: as it will find them, so
 * they are the doctor's from here on. */
void wrapper_settings(const struct wrapper *wrapper, char **words, char **command);
/* The same of one word, NAME=VALUE or, where it is unset, NAME. */
void adopt_setting(const char *word);

#endif
