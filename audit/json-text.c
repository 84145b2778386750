/* SPDX-License-Identifier: MIT */
/*
 * Text in JSON. What is not ASCII goes out byte by byte as \u00XX: paths have no
 * encoding, and so none is lost. So does '<', which could end the script element of an
 * HTML page.
 */
#include "json.h"

/* How much of it stands for itself. */
static size_t plain_length(const char *text)
{
	size_t length = 0;
	while (text[length] >= ' ' && text[length] <= '~' && text[length] != '"' &&
	       text[length] != '\\' && text[length] != '<')
		length++;
	return length;
}

void json_string(FILE *to, const char *text)
{
	if (!text) {
		fputs("null", to);
		return;
	}
	putc('"', to);
	for (size_t plain; *text; text++) {
		plain = plain_length(text);
		fwrite(text, 1, plain, to);
		text += plain;
		if (!*text)
			break;
		if (*text == '"' || *text == '\\')
			fprintf(to, "\\%c", *text);
		else
			fprintf(to, "\\u%04x", (unsigned char)*text);
	}
	putc('"', to);
}

void json_member(FILE *to, const char *name, const char *text)
{
	fprintf(to, ",\"%s\":", name);
	json_string(to, text);
}
