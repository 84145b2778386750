/* SPDX-License-Identifier: MIT
 *
 * Putting words together without stdio: each call writes at `to`, ends the text there,
 * and returns its end. There must be room. Safe anywhere.
 */
#pragma once

#include <string.h>

static inline char *text_put(char *to, const char *text)
{
	size_t length = strlen(text);
	memcpy(to, text, length + 1);
	return to + length;
}

static inline char *text_put_number(char *to, unsigned number)
{
	char digits[12], *at = digits + sizeof digits;
	*--at = 0;
	do
		*--at = (char)('0' + number % 10);
	while (number /= 10);
	return text_put(to, at);
}
