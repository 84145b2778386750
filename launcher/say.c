/* SPDX-License-Identifier: MIT */
/*
 * Messages: one line, one write, so that lines of several launchers never mix. No stdio:
 * the launcher's start-up is most of its cost.
 */
#include "launcher.h"
#include "memory.h"
#include "printable.h"
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static size_t total_length(const char *first, va_list parts)
{
	size_t length = 0;
	for (const char *part = first; part; part = va_arg(parts, const char *))
		length += strlen(part);
	return length;
}

static char *join_list(const char *first, va_list parts)
{
	va_list again;
	va_copy(again, parts);
	static char nothing[1];
	char *joined = malloc(total_length(first, again) + 1);
	va_end(again);
	if (!joined) /* memory_may_fail() */
		return nothing;
	char *end = joined;
	*end = 0;
	for (const char *part = first; part; part = va_arg(parts, const char *))
		end = stpcpy(end, part);
	return joined;
}

static bool write_all(int fd, const char *text)
{
	for (size_t left = strlen(text); left > 0;) {
		ssize_t written = write(fd, text, left);
		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return false;
		text += written;
		left -= (size_t)written;
	}
	return true;
}

static void complain(const char *first, va_list parts)
{
	const char *message = printable(join_list(first, parts));
	write_all(STDERR_FILENO, join("forkseed: ", message, "\n", NULL));
}

char *join(const char *first, ...)
{
	va_list parts;
	va_start(parts, first);
	char *joined = join_list(first, parts);
	va_end(parts);
	return joined;
}

void say(const char *first, ...)
{
	va_list parts;
	va_start(parts, first);
	complain(first, parts);
	va_end(parts);
}

void die(int status, const char *first, ...)
{
	va_list parts;
	va_start(parts, first);
	complain(first, parts);
	va_end(parts);
	memory_call_last_words();
	_exit(status);
}

void print(const char *text)
{
	if (!write_all(STDOUT_FILENO, text))
		die(EXIT_OWN_ERROR, "cannot write to stdout: ", strerror(errno), NULL);
}

void tell(const char *first, ...)
{
	va_list parts;
	va_start(parts, first);
	print(join(printable(join_list(first, parts)), "\n", NULL));
	va_end(parts);
}
