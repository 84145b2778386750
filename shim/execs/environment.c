/* SPDX-License-Identifier: MIT
 *
 * A pointer that leads nowhere is the kernel's to refuse: whether memory can be read is
 * asked for each page, by a call that every sandbox permits (system_can_read()).
 */
#include "environment.h"
#include "connections/system.h"

#include <string.h>

enum { PAGE = 4096 };

/* The page that was last found to be readable. */
struct reader {
	uintptr_t page;
	bool failed;
};

static bool can_read(struct reader *reader, const void *start, size_t size)
{
	uintptr_t page = (uintptr_t)start / PAGE;
	if (page && page == reader->page && ((uintptr_t)start + size - 1) / PAGE == page)
		return true;
	if (!start || !system_can_read(start, size)) {
		reader->failed = true;
		return false;
	}
	reader->page = page;
	return true;
}

/* 0 as well where it can't be read. */
static char byte_at(struct reader *reader, const char *text)
{
	return can_read(reader, text, 1) ? *text : 0;
}

/* What stands behind a name and its "=", or NULL. */
static const char *value_of(struct reader *reader, const char *text, const char *name)
{
	for (; *name; name++, text++)
		if (byte_at(reader, text) != *name)
			return NULL;
	return byte_at(reader, text) == '=' ? text + 1 : NULL;
}

static bool copy(struct reader *reader, char *to, size_t room, const char *from)
{
	for (size_t i = 0; i < room; i++)
		if (!(to[i] = byte_at(reader, from + i)))
			return !reader->failed;
	return false;
}

bool environment_copy(char *to, size_t room, const char *from)
{
	struct reader reader = {0, false};
	return room && copy(&reader, to, room, from);
}

bool environment_word(char *to, size_t room, char *const words[], int which)
{
	struct reader reader = {0, false};
	for (int i = 0; i <= which; i++)
		if (!can_read(&reader, words + i, sizeof *words) || !words[i])
			return false;
	return environment_copy(to, room, words[which]);
}

/* The length of a text at the start of another, up to its 0; 0 where it is not there. */
static size_t starts(struct reader *reader, const char *text, const char *wanted)
{
	size_t i = 0;
	for (; wanted[i]; i++)
		if (byte_at(reader, text + i) != wanted[i])
			return 0;
	return i;
}

static bool ends_word(char byte)
{
	return byte == 0 || byte == ' ' || byte == ':';
}

/* The shim's word in LD_PRELOAD; true when there is one. */
static bool find_shim(struct reader *reader, struct environment *read, const char *list)
{
	const char *word = list;
	for (const char *at = list; byte_at(reader, at); at++) {
		size_t length = starts(reader, at, "libforkseed.so");
		if (ends_word(byte_at(reader, at)))
			word = at + 1;
		if (!length || !ends_word(byte_at(reader, at + length)))
			continue;
		size_t whole = (size_t)(at - word) + length;
		for (size_t i = 0; i < whole; i++) {
			read->has_token |= word[i] == '$';
			if (whole < sizeof read->shim)
				read->shim[i] = word[i];
		}
		if (read->has_token)
			read->shim[0] = 0;
		return true;
	}
	return false;
}

void environment_read(struct environment *read, char *const environment[])
{
	struct reader lists = {0, false}, texts = {0, false};
	bool preloads = false, records = false, off = false;
	memset(read, 0, sizeof *read);
	for (; environment && can_read(&lists, environment, sizeof *environment) &&
	       *environment;
	     environment++) {
		const char *value = value_of(&texts, *environment, "LD_PRELOAD");
		preloads |= value && find_shim(&texts, read, value);
		value = value_of(&texts, *environment, "FORKSEED_AUDIT");
		if (value && !copy(&texts, read->file, sizeof read->file, value))
			read->file[0] = 0;
		records |= value != NULL;
		if (value_of(&texts, *environment, "LD_TRACE_LOADED_OBJECTS"))
			read->is_traced = true;
		value = value_of(&texts, *environment, "FORKSEED");
		off |= value && starts(&texts, value, "off") &&
		       !byte_at(&texts, value + 3);
	}
	read->is_readable = !lists.failed && !texts.failed;
	read->cause = !preloads  ? CAUSE_PRELOAD
		      : off      ? CAUSE_OFF
		      : !records ? CAUSE_AUDIT
				 : CAUSE_UNKNOWN;
}
