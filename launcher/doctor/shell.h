/* SPDX-License-Identifier: MIT */
/*
 * What a shell's text runs, where that can be read in it (through.c).
 */
#ifndef FORKSEED_SHELL_H
#define FORKSEED_SHELL_H

#include <stdbool.h>
#include <stddef.h>

/* shell.c */
enum { SHELL_SETTINGS = 16 };
struct shell_text {
	char **words; /* of its one command, up to a NULL */
	bool is_cut;  /* it has more of them, which only the shell knows */
	bool drops;   /* the shim: it takes LD_PRELOAD away */
	/* Of ours, in their order: NAME=VALUE, or NAME, which is unset. */
	const char *settings[SHELL_SETTINGS];
	size_t setting_count;
};
/* False where it is not one plain command. */
bool shell_read(const char *text, size_t length, struct shell_text *plain);

/* shell-words.c */
enum shell_token { SHELL_WORD, SHELL_COMMAND_ENDS, SHELL_ENDS, SHELL_NOT_PLAIN };
struct shell_words {
	const char *at;
	char *word;      /* the last one, in a buffer as long as the text */
	bool is_literal; /* it is what it says */
};
enum shell_token shell_next(struct shell_words *words);

#endif
