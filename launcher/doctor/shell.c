/* SPDX-License-Identifier: MIT */
/*
 * A shell's text, where it is plain: one command, with nothing before it but settings.
 * A second command, or one of the language's own, makes it not plain.
 */
#include "shell.h"
#include "../launcher.h"
#include <stdlib.h>
#include <string.h>

enum { MOST_WORDS = 64 };

/* One command, and what was set before it. */
struct simple {
	struct shell_text text;
	size_t count;
	bool finds_anew; /* PATH was set */
	bool is_odd;     /* what is set can't be read */
};

static bool is_one_of(const char *word, const char *const list[])
{
	while (*list && strcmp(word, *list) != 0)
		list++;
	return *list != NULL;
}

/* Where the value of NAME=VALUE begins, or NULL. */
static const char *value_of(const char *word)
{
	size_t length = strspn(word, "abcdefghijklmnopqrstuvwxyz"
				     "ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789");
	return length && word[length] == '=' ? word + length + 1 : NULL;
}

static bool sets(const char *word, const char *name, bool unsets)
{
	size_t length = strlen(name);
	return strncmp(word, name, length) == 0 &&
	       (word[length] == '=' || (unsets && !word[length]));
}

/* One that gets what only the shell knows, or one too many, can't be told. */
static void note_own(struct simple *simple, const char *word, bool is_literal)
{
	struct shell_text *text = &simple->text;
	if (strncmp(word, "FORKSEED", strlen("FORKSEED")) != 0)
		return;
	if (is_literal && text->setting_count < SHELL_SETTINGS)
		text->settings[text->setting_count++] = join(word, NULL);
	else
		simple->is_odd = true;
}

static void note_setting(struct simple *simple, const char *word, bool is_literal)
{
	bool unsets = simple->count && strcmp(simple->text.words[0], "unset") == 0;
	bool preloads = sets(word, "LD_PRELOAD", unsets);
	simple->text.drops |= preloads && is_literal;
	simple->is_odd |= preloads && !is_literal;
	simple->finds_anew |= sets(word, "PATH", unsets);
	note_own(simple, word, is_literal && (unsets || value_of(word)));
}

static void add_word(struct simple *simple, const struct shell_words *words)
{
	static const char *const setters[] = {"export", "readonly", "unset", NULL};
	struct shell_text *text = &simple->text;
	bool is_first = !simple->count && !text->is_cut;
	bool is_set = is_first ? value_of(words->word) != NULL
			       : simple->count && is_one_of(text->words[0], setters);
	if (is_set)
		note_setting(simple, words->word, words->is_literal);
	if (is_set && is_first)
		return;
	text->is_cut |= !words->is_literal || simple->count == MOST_WORDS;
	if (!text->is_cut)
		text->words[simple->count++] = join(words->word, NULL);
}

/* What is set by itself, and not for a command, no program gets, but where it has it
 * already. */
static void keep_exported(struct shell_text *text, size_t from)
{
	size_t kept = from;
	for (size_t i = from; i < text->setting_count; i++) {
		const char *setting = text->settings[i];
		if (getenv(strndup(setting, strcspn(setting, "="))))
			text->settings[kept++] = setting;
	}
	text->setting_count = kept;
}

/* A command's words up to the first that can't be read; what ended them all. */
static enum shell_token read_command(struct shell_words *words, struct simple *simple)
{
	enum shell_token token;
	size_t settings = simple->text.setting_count;
	simple->count = 0;
	simple->text.is_cut = false;
	simple->text.words = calloc(MOST_WORDS + 1, sizeof *simple->text.words);
	while ((token = shell_next(words)) == SHELL_WORD)
		add_word(simple, words);
	if (!simple->count)
		keep_exported(&simple->text, settings);
	bool is_known = simple->count || !simple->text.is_cut;
	return is_known && !simple->is_odd ? token : SHELL_NOT_PLAIN;
}

static bool is_setting(const struct simple *simple)
{
	static const char *const settings[] = {"set",      "export", "unset",  "cd",
					       "readonly", "umask",  "ulimit", NULL};
	return !simple->count || is_one_of(simple->text.words[0], settings);
}

/* Does its name stand for the same program here? */
static bool is_same_here(const struct simple *simple, bool has_moved)
{
	const char *name = simple->text.words[0];
	return *name == '/' ||
	       (!simple->finds_anew && (!has_moved || !strchr(name, '/')));
}

/* Reads on up to the first program; what ended its command. */
static enum shell_token find_program(struct shell_words *words, struct simple *simple)
{
	bool has_moved = false;
	enum shell_token token;
	while ((token = read_command(words, simple)) == SHELL_COMMAND_ENDS &&
	       is_setting(simple))
		has_moved |= simple->count && strcmp(simple->text.words[0], "cd") == 0;
	if (token == SHELL_NOT_PLAIN || is_setting(simple))
		return SHELL_NOT_PLAIN;
	if (strcmp(simple->text.words[0], "exec") == 0) {
		simple->text.words++;
		token = --simple->count ? SHELL_ENDS : SHELL_NOT_PLAIN;
	}
	bool is_plain = token != SHELL_NOT_PLAIN && *simple->text.words[0] != '-';
	return is_plain && is_same_here(simple, has_moved) ? token : SHELL_NOT_PLAIN;
}

bool shell_read(const char *text, size_t length, struct shell_text *plain)
{
	char *copy = strndup(text, length), *word = malloc(length + 1);
	struct shell_words words = {copy, word, true};
	struct simple simple = {0}, more = {0};
	enum shell_token token = find_program(&words, &simple);
	while (token == SHELL_COMMAND_ENDS) {
		token = read_command(&words, &more);
		if (more.count)
			return false;
	}
	*plain = simple.text;
	return token == SHELL_ENDS;
}
