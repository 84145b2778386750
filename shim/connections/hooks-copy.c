/* SPDX-License-Identifier: MIT
 *
 * More that this module exports: the calls that give a connection another number. What
 * was known of the old one holds for the new one.
 */
#include "next.h"
#include "watch.h"

#include <fcntl.h>
#include <stdarg.h>

static int copied(int from, int to)
{
	watch_copied(from, to);
	return to;
}

int dup(int fd)
{
	watch_opening();
	return copied(fd, next.dup(fd));
}

int dup2(int fd, int to)
{
	watch_opening();
	return copied(fd, next.dup2(fd, to));
}

int dup3(int fd, int to, int flags)
{
	watch_opening();
	return copied(fd, next.dup3(fd, to, flags));
}

static bool copies(int command)
{
	return command == F_DUPFD || command == F_DUPFD_CLOEXEC;
}

/* The argument is an int or a pointer, or is missing; libc reads it like this too
 * (sysdeps/unix/sysv/linux/fcntl64.c). */
int fcntl(int fd, int command, ...)
{
	va_list rest;
	va_start(rest, command);
	void *argument = va_arg(rest, void *);
	va_end(rest);
	watch_ready();
	if (!copies(command))
		return next.fcntl(fd, command, argument);
	watch_opening();
	return copied(fd, next.fcntl(fd, command, argument));
}

int fcntl64(int fd, int command, ...)
{
	va_list rest;
	va_start(rest, command);
	void *argument = va_arg(rest, void *);
	va_end(rest);
	watch_ready();
	if (!copies(command))
		return next.fcntl64(fd, command, argument);
	watch_opening();
	return copied(fd, next.fcntl64(fd, command, argument));
}
