/* SPDX-License-Identifier: MIT */
/*
 * Reading and matching suppressions. One is, each on a line of its own, '{', a name,
 * 'forkseed:KIND', any number of 'generator:', 'detail:', 'fun:' and 'obj:' lines, and
 * '}'. All are patterns of glob(7); each fun: and obj: line must match some frame of the
 * fork's or the draw's backtrace, or of its script, whose objects are files. Blank lines
 * and lines that begin with # do not count.
 */
#include "suppress.h"

#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_PATTERNS = 32 };
enum pattern_kind {
	PATTERN_KIND,
	PATTERN_GENERATOR,
	PATTERN_DETAIL,
	PATTERN_FUNCTION,
	PATTERN_OBJECT,
};

struct pattern {
	enum pattern_kind kind;
	const char *glob;
};

struct suppression {
	const char *name;
	int line;
	struct pattern patterns[MOST_PATTERNS];
	int count;
	unsigned used;
	struct suppression *next;
};

struct suppressions {
	struct suppression *first, **end;
};

/* Where the reader is: outside, behind a '{', or behind the name. */
enum state { OUTSIDE, NAMELESS, INSIDE };

struct reader {
	enum state state;
	struct suppressions *into;
	struct suppression *now;
	int line;
};

static const struct {
	const char *word;
	enum pattern_kind kind;
} words[] = {
	{"forkseed:", PATTERN_KIND}, {"generator:", PATTERN_GENERATOR},
	{"detail:", PATTERN_DETAIL}, {"fun:", PATTERN_FUNCTION},
	{"obj:", PATTERN_OBJECT},
};

static const char *add_pattern(struct suppression *to, const char *text)
{
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		size_t length = strlen(words[i].word);
		if (strncmp(text, words[i].word, length) != 0)
			continue;
		if (!text[length])
			return "a pattern is missing";
		if (to->count == MOST_PATTERNS)
			return "too many patterns";
		if (to->count == 0 && words[i].kind != PATTERN_KIND)
			return "forkseed:KIND must follow the name";
		to->patterns[to->count++] =
			(struct pattern){words[i].kind, strdup(text + length)};
		return NULL;
	}
	return "expected forkseed:, generator:, detail:, fun:, obj: or }";
}

static const char *open_brace(struct reader *reader, const char *text)
{
	if (strcmp(text, "{") != 0)
		return "expected {";
	reader->now = calloc(1, sizeof *reader->now);
	reader->now->line = reader->line;
	reader->state = NAMELESS;
	return NULL;
}

static const char *close_brace(struct reader *reader)
{
	if (reader->now->count == 0)
		return "forkseed:KIND is missing";
	*reader->into->end = reader->now;
	reader->into->end = &reader->now->next;
	reader->state = OUTSIDE;
	return NULL;
}

static const char *take_line(struct reader *reader, const char *text)
{
	if (reader->state == OUTSIDE)
		return open_brace(reader, text);
	if (reader->state == NAMELESS) {
		reader->now->name = strdup(text);
		reader->state = INSIDE;
		return strcmp(text, "}") == 0 ? "a name is missing" : NULL;
	}
	return strcmp(text, "}") == 0 ? close_brace(reader)
				      : add_pattern(reader->now, text);
}

static char *trimmed(char *text)
{
	text += strspn(text, " \t");
	size_t length = strlen(text);
	while (length > 0 && strchr(" \t\r\n", text[length - 1]))
		text[--length] = 0;
	return text;
}

static const char *read_lines(struct reader *reader, FILE *file)
{
	char *buffer = NULL;
	size_t size = 0;
	const char *wrong = NULL;
	while (!wrong && getline(&buffer, &size, file) >= 0) {
		reader->line++;
		char *text = trimmed(buffer);
		if (*text && *text != '#')
			wrong = take_line(reader, text);
	}
	free(buffer);
	if (!wrong && ferror(file))
		return strerror(errno);
	return wrong || reader->state == OUTSIDE ? wrong : "} is missing";
}

struct suppressions *suppressions_read(const char *path, char **error)
{
	struct suppressions *into = calloc(1, sizeof *into);
	into->end = &into->first;
	struct reader reader = {.into = into};
	FILE *file = fopen(path, "re");
	const char *wrong = file ? read_lines(&reader, file) : strerror(errno);
	if (wrong && file && asprintf(error, "%s:%d: %s", path, reader.line, wrong) < 0)
		abort();
	if (wrong && !file && asprintf(error, "%s: %s", path, wrong) < 0)
		abort();
	if (file)
		fclose(file);
	return wrong ? NULL : into;
}

static bool matches(const char *glob, const char *text)
{
	return text && fnmatch(glob, text, 0) == 0;
}

static bool is_in_trace(const struct pattern *pattern, const struct trace *trace)
{
	for (int i = 0; trace && i < trace->count; i++)
		if (matches(pattern->glob, pattern->kind == PATTERN_FUNCTION
						   ? trace->frames[i].function
						   : trace->frames[i].object))
			return true;
	return false;
}

static bool is_in_script(const struct pattern *pattern, const struct script *script)
{
	for (int i = 0; script && i < script->count; i++)
		if (matches(pattern->glob, pattern->kind == PATTERN_FUNCTION
						   ? script->frames[i].function
						   : script->frames[i].file))
			return true;
	return false;
}

static bool holds(const struct pattern *pattern, const struct verdict *verdict)
{
	if (pattern->kind == PATTERN_KIND)
		return matches(pattern->glob, verdict->kind);
	if (pattern->kind == PATTERN_GENERATOR)
		return matches(pattern->glob, verdict->generator);
	if (pattern->kind == PATTERN_DETAIL)
		return matches(pattern->glob, verdict->detail);
	if (pattern->kind == PATTERN_OBJECT && matches(pattern->glob, verdict->program))
		return true;
	return is_in_trace(pattern, verdict->where->draw) ||
	       is_in_trace(pattern, verdict->where->fork) ||
	       is_in_script(pattern, verdict->where->draw_script) ||
	       is_in_script(pattern, verdict->where->fork_script);
}

static bool covers(const struct suppression *suppression, const struct verdict *verdict)
{
	for (int i = 0; i < suppression->count; i++)
		if (!holds(&suppression->patterns[i], verdict))
			return false;
	return true;
}

unsigned suppressions_apply(struct suppressions *suppressions, struct verdicts *verdicts)
{
	unsigned count = 0;
	for (size_t i = 0; i < verdicts->count; i++) {
		struct suppression *one = suppressions->first;
		while (one && !covers(one, &verdicts->list[i]))
			one = one->next;
		if (!one)
			continue;
		verdicts->list[i].suppressed = one->name;
		one->used++;
		count++;
	}
	return count;
}

const char *suppressions_next_unused(const struct suppressions *suppressions,
				     const char *name, int *line)
{
	const struct suppression *one = suppressions->first;
	while (name && one && one->name != name)
		one = one->next;
	if (name && one)
		one = one->next;
	while (one && one->used)
		one = one->next;
	*line = one ? one->line : 0;
	return one ? one->name : NULL;
}
