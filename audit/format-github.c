/* SPDX-License-Identifier: MIT */
/*
 * GitHub's workflow commands, a line each: ::error NAME=VALUE,...::MESSAGE. The runner
 * looks for them in a step's stderr as well as in its stdout, which is the command's.
 */
#include "formats.h"

#include <string.h>

static void escaped(FILE *to, const char *text, const char *special)
{
	for (; *text; text++)
		if (strchr(special, *text))
			fprintf(to, "%%%02X", (unsigned char)*text);
		else
			putc(*text, to);
}

static void property(FILE *to, const char *name, const char *value)
{
	fprintf(to, "%s=", name);
	escaped(to, value, "%\r\n:,");
}

static void write_one(FILE *to, const struct annotation *one)
{
	fputs("::error ", to);
	if (one->path) {
		property(to, "file", one->path);
		fprintf(to, ",line=%d,", one->line);
	}
	property(to, "title", "forkseed: ");
	escaped(to, one->title, "%\r\n:,");
	fputs("::", to);
	escaped(to, one->text, "%\r\n");
	putc('\n', to);
}

void format_github(FILE *to, const struct annotations *annotations)
{
	for (size_t i = 0; i < annotations->count; i++)
		if (annotations->list[i].state != ANNOTATION_SUPPRESSED)
			write_one(to, &annotations->list[i]);
}
