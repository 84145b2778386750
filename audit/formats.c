/* SPDX-License-Identifier: MIT */
/*
 * Which format is written where. The formats themselves are in format-NAME.c.
 */
#include "formats.h"
#include "output.h"

#include <string.h>

static const struct format {
	const char *name;
	bool needs_file;
	void (*write)(FILE *to, const struct annotations *annotations);
} known[] = {
#define X(name, needs_file) {#name, needs_file, format_##name},
	FORMATS(X)
#undef X
};

bool formats_take(struct formats *formats, const char *word)
{
	const char *colon = strchr(word, ':');
	size_t length = colon ? (size_t)(colon - word) : strlen(word);
	for (int i = 0; i < FORMATS_LISTED; i++) {
		if (strncmp(known[i].name, word, length) != 0 || known[i].name[length])
			continue;
		bool has_file = colon && colon[1];
		if (known[i].needs_file ? !has_file : colon != NULL)
			return false;
		formats->any = formats->wanted[i] = true;
		formats->files[i] = has_file ? colon + 1 : NULL;
		return true;
	}
	return false;
}

static bool write_file(const struct format *format, const char *path,
		       const struct annotations *annotations)
{
	FILE *to = output_open(path);
	if (!to)
		return false;
	format->write(to, annotations);
	bool is_written = fflush(to) == 0 && !ferror(to);
	return fclose(to) == 0 && is_written;
}

const char *formats_write(const struct formats *formats,
			  const struct annotations *annotations)
{
	for (int i = 0; i < FORMATS_LISTED; i++) {
		if (formats->wanted[i] && !formats->files[i])
			known[i].write(stderr, annotations);
		else if (formats->wanted[i] &&
			 !write_file(&known[i], formats->files[i], annotations))
			return formats->files[i];
	}
	return NULL;
}
