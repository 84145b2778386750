/* SPDX-License-Identifier: MIT */
/*
 * What a setting may hold, wherever it came from: the command line and the environment
 * are judged by the same rules and told of them in the same words. The rules match the
 * shim's own reading (shim/core/settings.c), which is silent.
 */
#include "../shim/connections/peers.h"
#include "../shim/core/settings.h"
#include "launcher.h"
#include <stdlib.h>
#include <string.h>

static const char *separators = "|,"; /* of options[].values */

static bool is_one_of(const char *known, const char *value, size_t length)
{
	for (; known; known = strpbrk(known, separators)) {
		known += strspn(known, separators);
		if (strcspn(known, separators) == length &&
		    strncmp(known, value, length) == 0)
			return true;
	}
	return false;
}

/* The first name in a comma-separated list that is not known; an empty one never is. */
static const char *unknown_name(const char *known, const char *list)
{
	for (;;) {
		size_t length = strcspn(list, ",");
		if (!is_one_of(known, list, length))
			return strndup(list, length);
		if (!list[length])
			return NULL;
		list += length + 1;
	}
}

enum { MOST_SECONDS = 86400 };

static bool is_number(const char *value, int least, int most)
{
	size_t length = strlen(value);
	if (length < 1 || length > 5 || strspn(value, "0123456789") != length)
		return false;
	return atoi(value) >= least && atoi(value) <= most;
}

bool has_word(const char *list, const char *word)
{
	return is_one_of(list, word, strlen(word));
}

/* A mode comes first, and once; what may follow it, in any order. */
static const char *wrong_connections(const char *value)
{
	size_t length = strcspn(value, ",");
	if (!is_one_of("off|warn|isolate", value, length))
		return strndup(value, length);
	if (!value[length])
		return NULL;
	return unknown_name(*value == 'i'   ? "eager,touch"
			    : *value == 'w' ? "touch"
					    : NULL,
			    value + length + 1);
}

/* A mode comes first, and once; behind heal, in any order, mutexes and the longest wait.
 */
static bool is_lock_word(const char *word, size_t length)
{
	enum { LONGEST = 60000 };
	const char *number = strndup(word, length);
	bool is_wait = strncmp(number, "wait=", 5) == 0;
	return is_wait ? is_number(number + 5, 1, LONGEST)
		       : strcmp(number, "mutexes") == 0;
}

static const char *wrong_locks(const char *value)
{
	size_t length = strcspn(value, ",");
	if (!is_one_of("off|warn|heal", value, length))
		return strndup(value, length);
	if (value[length] && strncmp(value, "heal", length) != 0)
		return value;
	while (value[length]) {
		value += length + 1;
		length = strcspn(value, ",");
		if (!is_lock_word(value, length))
			return strndup(value, length);
	}
	return NULL;
}

static const char *wrong_peer(const char *list)
{
	if (strlen(list) > PEERS_MOST)
		return list;
	for (;;) {
		size_t length = peers_item(list);
		if (!length)
			return strndup(list, strcspn(list, ","));
		if (!list[length])
			return NULL;
		list += length + 1;
	}
}

/* NAME, or NAME:FILE where that is how it is known. */
static bool is_format(const char *known, const char *value)
{
	const char *file = format_file(value);
	size_t length = file ? (size_t)(file - value) : strlen(value);
	if (!file)
		return is_one_of(known, value, length);
	return *file && is_one_of(known, join(strndup(value, length), "FILE", NULL),
				  length + strlen("FILE"));
}

static bool is_check(const char *value)
{
	const char *comma = strchr(value, ',');
	const char *number = comma ? strndup(value, (size_t)(comma - value)) : value;
	if (strcmp(value, "strict") == 0)
		return true;
	return is_number(number, 1, 255) && (!comma || strcmp(comma, ",strict") == 0);
}

/* As POSIX has it: letters, digits and '_', no digit first. */
static bool is_name(const char *value)
{
	static const char letters[] =
		"_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
	size_t length = strlen(value);
	return length > 0 && strspn(value, letters) == length &&
	       !strchr("0123456789", *value);
}

static const char *wrong_part(const struct option *option, const char *value)
{
	size_t length = strlen(value);
	if (option->kind == OPTION_AUDIT || option->kind == OPTION_FILE ||
	    option->kind == OPTION_REPORT)
		return length > 0 ? NULL : value;
	if (option->kind == OPTION_CHECK)
		return is_check(value) ? NULL : value;
	if (option->kind == OPTION_SECONDS)
		return is_number(value, 0, MOST_SECONDS) ? NULL : value;
	if (option->kind == OPTION_CONNECTIONS)
		return wrong_connections(value);
	if (option->kind == OPTION_PEERS)
		return wrong_peer(value);
	if (option->kind == OPTION_LOCKS)
		return wrong_locks(value);
	if (option->kind == OPTION_VARIABLE)
		return is_name(value) ? NULL : value;
	if (option->kind == OPTION_TEXT)
		return length > 0 && length <= SETTINGS_MOST_SEED ? NULL : value;
	if (option->kind == OPTION_FORMAT)
		return is_format(option->values, value) ? NULL : value;
	if (option->kind == OPTION_LIST)
		return unknown_name(option->values, value);
	return is_one_of(option->values, value, length) ? NULL : value;
}

const char *shortened(const char *part)
{
	enum { SHOWN = 40 };
	return strlen(part) > SHOWN ? join(strndup(part, SHOWN), "...", NULL) : part;
}

static const char *rule(const struct option *option)
{
	if (option->kind == OPTION_TEXT)
		return "it must have 1 to 255 bytes";
	if (option->kind == OPTION_AUDIT || option->kind == OPTION_FILE ||
	    option->kind == OPTION_REPORT)
		return "it must name a file";
	if (option->kind == OPTION_CONNECTIONS)
		return "known are off, warn[,touch] and isolate[,eager]";
	if (option->kind == OPTION_LOCKS)
		return "known are off, warn and heal[,mutexes][,wait=MS], MS from 1 to "
		       "60000";
	if (option->kind == OPTION_PEERS)
		return "peers are PORT, unix:PATTERN and all, separated by commas, 1024 "
		       "bytes at most";
	if (option->kind == OPTION_VARIABLE)
		return "it must be a variable's name";
	if (option->kind == OPTION_CHECK)
		return "it must be a number from 1 to 255, strict, or both with a comma "
		       "between";
	if (option->kind == OPTION_SECONDS)
		return "it must be a number from 0 to 86400";
	return join(option->kind == OPTION_LIST ? "known names are "
						: "known values are ",
		    option->values, NULL);
}
_Static_assert(SETTINGS_MOST_SEED == 255, "rule() names the limit");

const char *objection(const struct option *option, const char *value, const char *where)
{
	const char *part = wrong_part(option, value);
	return part ? join("'", shortened(part), "'", where, ": ", rule(option), NULL)
		    : NULL;
}
