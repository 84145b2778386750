/* SPDX-License-Identifier: MIT */
/*
 * Names of files and functions are bytes without an encoding; a reader of JSON or XML
 * refuses the whole file for one that is not UTF-8.
 */
#include "utf8.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static bool is_character(uint32_t code, int more)
{
	static const uint32_t least[] = {0, 0xa0, 0x800, 0x10000};
	bool is_surrogate = code >= 0xd800 && code <= 0xdfff;
	return code >= least[more] && code <= 0x10ffff && !is_surrogate &&
	       (code & 0xfffe) != 0xfffe;
}

/* The length of the character at `text`, or 0 where that is none. */
static size_t length_at(const unsigned char *text)
{
	unsigned lead = *text;
	if (lead < 0x80)
		return (lead >= ' ' && lead != 0x7f) || strchr("\t\n\r", (int)lead);
	if (lead < 0xc2 || lead > 0xf4)
		return 0;
	int more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
	uint32_t code = lead & (0x3fU >> more);
	for (int i = 1; i <= more; i++) {
		if ((text[i] & 0xc0) != 0x80)
			return 0;
		code = code << 6 | (text[i] & 0x3f);
	}
	return is_character(code, more) ? (size_t)more + 1 : 0;
}

char *utf8_of(const char *text)
{
	static const char replacement[] = "\xef\xbf\xbd";
	char *copy = malloc(3 * strlen(text) + 1), *end = copy;
	while (*text) {
		size_t length = length_at((const unsigned char *)text);
		end = length ? mempcpy(end, text, length)
			     : mempcpy(end, replacement, sizeof replacement - 1);
		text += length ? length : 1;
	}
	*end = 0;
	return copy;
}
