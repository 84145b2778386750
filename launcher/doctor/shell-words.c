/* SPDX-License-Identifier: MIT */
/*
 * A shell's text as words. What runs a program to make a word ($(...), `...`), and what
 * is no word of a simple command (|, &, parentheses, <<), makes the text not plain.
 */
#include "shell.h"
#include <string.h>

/* Of "$NAME", "${...}" and "$1"; false where a program would be run for it. */
static bool skip_expansion(struct shell_words *words)
{
	words->is_literal = false;
	if (*++words->at != '{')
		return *words->at != '(';
	for (; *words->at && *words->at != '}'; words->at++)
		if (*words->at == '`' || strncmp(words->at, "$(", 2) == 0)
			return false;
	words->at += *words->at != 0;
	return true;
}

static void take(struct shell_words *words, char **to)
{
	if (*words->at)
		*(*to)++ = *words->at++;
}

static bool read_single_quoted(struct shell_words *words, char **to)
{
	while (*words->at && *words->at != '\'')
		take(words, to);
	return *words->at && *words->at++ == '\'';
}

static bool read_double_quoted(struct shell_words *words, char **to)
{
	while (*words->at && *words->at != '"') {
		if (*words->at == '`')
			return false;
		if (*words->at == '$') {
			if (!skip_expansion(words))
				return false;
			continue;
		}
		words->at += *words->at == '\\';
		take(words, to);
	}
	return *words->at && *words->at++ == '"';
}

static bool read_part(struct shell_words *words, char **to)
{
	switch (*words->at) {
	case '`':
		return false;
	case '$':
		return skip_expansion(words);
	case '\'':
		words->at++;
		return read_single_quoted(words, to);
	case '"':
		words->at++;
		return read_double_quoted(words, to);
	case '\\':
		words->at++;
		break;
	default:
		words->is_literal &= !strchr("*?[{}~", *words->at);
	}
	take(words, to);
	return true;
}

static enum shell_token read_word(struct shell_words *words)
{
	char *to = words->word;
	words->is_literal = true;
	while (*words->at && !strchr(" \t\n;&|()<>", *words->at))
		if (!read_part(words, &to))
			return SHELL_NOT_PLAIN;
	*to = 0;
	return SHELL_WORD;
}

static void skip_blanks(struct shell_words *words)
{
	while (*words->at == ' ' || *words->at == '\t' ||
	       strncmp(words->at, "\\\n", 2) == 0)
		words->at += *words->at == '\\' ? 2 : 1;
	if (*words->at == '#')
		words->at += strcspn(words->at, "\n");
}

/* ">FILE", "2>&1"; not "<<END" and "<(...)". */
static bool skip_redirection(struct shell_words *words)
{
	char first = *words->at++;
	words->at += *words->at == '&' || (first == '>' && *words->at == '>');
	skip_blanks(words);
	return !strchr("<>()&|;\n", *words->at) && read_word(words) == SHELL_WORD;
}

/* Was it the 2 of "2>"? */
static bool is_descriptor(const struct shell_words *words)
{
	return (*words->at == '<' || *words->at == '>') && *words->word &&
	       strspn(words->word, "0123456789") == strlen(words->word);
}

static enum shell_token next_part(struct shell_words *words)
{
	size_t length = strncmp(words->at, "&&", 2) == 0 ? 2 : 1;
	if (!*words->at)
		return SHELL_ENDS;
	if (*words->at == '\n' || *words->at == ';' || length == 2) {
		words->at += length;
		return SHELL_COMMAND_ENDS;
	}
	return strchr("&|()", *words->at) ? SHELL_NOT_PLAIN : read_word(words);
}

enum shell_token shell_next(struct shell_words *words)
{
	for (;;) {
		skip_blanks(words);
		if (*words->at == '<' || *words->at == '>') {
			if (!skip_redirection(words))
				return SHELL_NOT_PLAIN;
			continue;
		}
		enum shell_token token = next_part(words);
		if (token != SHELL_WORD || !is_descriptor(words))
			return token;
	}
}
