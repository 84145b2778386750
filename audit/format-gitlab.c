/* SPDX-License-Identifier: MIT */
/*
 * GitLab's Code Quality report: a JSON array with an object for each issue. GitLab wants
 * a path and a line of each; what has none is shown at the program.
 */
#include "formats.h"

#include <inttypes.h>
#include <string.h>

/* Here the bytes are UTF-8 and stay so: a path must be the repository's. */
static void characters(FILE *to, const char *text, size_t length)
{
	for (const unsigned char *byte = (const void *)text; length-- > 0; byte++)
		if (*byte == '"' || *byte == '\\')
			fprintf(to, "\\%c", *byte);
		else if (*byte < ' ')
			fprintf(to, "\\u%04x", *byte);
		else
			putc(*byte, to);
}

static void member(FILE *to, const char *name, const char *before, const char *text)
{
	fprintf(to, "\"%s\":\"%s", name, before);
	characters(to, text, strlen(text));
	putc('"', to);
}

/* One line, as it is shown in a list. */
static void description(FILE *to, const struct annotation *one)
{
	fputs("\"description\":\"forkseed: ", to);
	characters(to, one->title, strlen(one->title));
	for (const char *from = one->text; *from;) {
		from += strspn(from, " \n");
		size_t length = strcspn(from, "\n");
		fputs(from == one->text ? ": " : "; ", to);
		characters(to, from, length);
		from += length;
	}
	fputs("\",", to);
}

static uint64_t hash(uint64_t so_far, const char *text)
{
	const uint64_t prime = 0x100000001b3; /* FNV-1a */
	for (const unsigned char *byte = (const void *)text; *byte; byte++)
		so_far = (so_far ^ *byte) * prime;
	return so_far * prime;
}

static const char *severity(const struct annotation *one)
{
	static const char *const by_itself[] = {"inherited", "same-seed", "clock-seed"};
	if (strcmp(one->kind, "unnumbered") == 0)
		return "minor";
	if (one->is_security)
		return "blocker";
	for (size_t i = 0; i < sizeof by_itself / sizeof *by_itself; i++)
		if (!one->healed && strcmp(one->kind, by_itself[i]) == 0)
			return "critical";
	return "major";
}

static void write_one(FILE *to, const struct annotation *one)
{
	putc('{', to);
	description(to, one);
	member(to, "check_name", "forkseed:", one->kind);
	fprintf(to, ",\"fingerprint\":\"%016" PRIx64 "\"",
		hash(hash(0xcbf29ce484222325, one->kind), one->identity));
	fprintf(to, ",\"severity\":\"%s\",\"location\":{", severity(one));
	member(to, "path", "", one->path ? one->path : one->program);
	fprintf(to, ",\"lines\":{\"begin\":%d}}}", one->path ? one->line : 1);
}

void format_gitlab(FILE *to, const struct annotations *annotations)
{
	const char *before = "[\n";
	for (size_t i = 0; i < annotations->count; i++) {
		if (annotations->list[i].state == ANNOTATION_SUPPRESSED)
			continue;
		fputs(before, to);
		write_one(to, &annotations->list[i]);
		before = ",\n";
	}
	fputs(*before == '[' ? "[]\n" : "\n]\n", to);
}
