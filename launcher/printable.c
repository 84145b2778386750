/* SPDX-License-Identifier: MIT */
/*
 * Names and values are quoted as they come, but not as line ends or escape sequences, nor
 * as what CI systems' runners obey wherever it stands in a line. For the launcher's lines
 * and forkseed-audit's summary.
 */
#include "printable.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How many bytes a character has that begins so; 1 where none does. */
static size_t length_by_lead(unsigned char lead)
{
	return lead >= 0xf0 && lead <= 0xf4   ? 4
	       : lead >= 0xe0 && lead <= 0xef ? 3
	       : lead >= 0xc2 && lead <= 0xdf ? 2
					      : 1;
}

/* The length of the character here; a byte that is part of none counts as one. */
static size_t decode(const unsigned char *at, uint32_t *code)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	size_t length = length_by_lead(*at);
	*code = length == 1 ? *at : *at & (0x7fU >> length);
	for (size_t i = 1; i < length; i++) {
		if ((at[i] & 0xc0) != 0x80) {
			*code = *at;
			return 1;
		}
		*code = *code << 6 | (at[i] & 0x3f);
	}
	if (*code >= least[length])
		return length;
	*code = *at;
	return 1;
}

static bool is_obeyed(uint32_t code)
{
	bool is_control = code < ' ' || (code >= 0x7f && code < 0xa0);
	bool is_line_end = code == 0x2028 || code == 0x2029;
	bool is_direction = code == 0x200e || code == 0x200f || code == 0x61c ||
			    (code >= 0x202a && code <= 0x202e) ||
			    (code >= 0x2066 && code <= 0x2069);
	return is_control || is_line_end || is_direction;
}

/* ##[COMMAND]..., ##vso[COMMAND]..., ##teamcity[COMMAND ...: here is its second '#'. */
static bool is_command(const unsigned char *text, const unsigned char *at)
{
	if (*at != '#' || at == text || at[-1] != '#')
		return false;
	while (at[1] >= 'A' && at[1] <= 'z' && at[1] != '[')
		at++;
	return at[1] == '[';
}

char *printable(char *text)
{
	unsigned char *from = (unsigned char *)text, *to = from;
	while (*from) {
		uint32_t code;
		size_t length = decode(from, &code);
		if (is_obeyed(code) || is_command((unsigned char *)text, from)) {
			*to++ = '?';
			from += length;
		} else {
			while (length--)
				*to++ = *from++;
		}
	}
	*to = 0;
	return text;
}
