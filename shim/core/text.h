/* SPDX-License-Identifier: MIT
 *
 * Text without libc: what runs while the process begins may run before a sanitizer that
 * puts itself in front of strcmp(3) and mmap(2) has found the real ones; and in a child
 * that draws each of libc's pages is a fault more.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

static inline size_t text_length(const char *text)
{
	size_t length = 0;
	while (text[length])
		length++;
	return length;
}

/* How many bytes at the head of `text` are those of `head`: all of it, or 0. */
static inline size_t text_begins(const char *text, const char *head)
{
	size_t i = 0;
	while (head[i] && text[i] == head[i])
		i++;
	return head[i] ? 0 : i;
}

static inline bool text_is(const char *one, const char *other)
{
	size_t length = text_begins(one, other);
	return length ? !one[length] : !*one && !*other;
}

/* What stands behind a word of a comma-separated list that begins so, or NULL. */
static inline const char *text_in_list(const char *list, const char *head)
{
	for (const char *at = list; at; at++) {
		size_t length = text_begins(at, head);
		if (length)
			return at + length;
		while (*at && *at != ',')
			at++;
		if (!*at)
			return NULL;
	}
	return NULL;
}

static inline bool text_lists(const char *list, const char *word)
{
	const char *behind = text_in_list(list, word);
	return behind && (!*behind || *behind == ',');
}
