/* SPDX-License-Identifier: MIT
 *
 * The system calls of this module, raw: safe in signal handlers and in children of
 * threaded parents, no cancellation points, errno untouched, and never caught by the
 * module's own hooks. All return the kernel's result, negative errno values included.
 */
#pragma once

#include "core/readable.h"

#include PROCESSOR_FILE

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/syscall.h>

static inline long system_getsockopt(int fd, int level, int option, void *value,
				     socklen_t *size)
{
	return raw_syscall5(SYS_getsockopt, fd, level, option, (long)value, (long)size);
}

static inline long system_close(int fd)
{
	return raw_syscall(SYS_close, fd, 0, 0, 0);
}

static inline long system_fcntl(int fd, int command, long argument)
{
	return raw_syscall(SYS_fcntl, fd, command, argument, 0);
}

/* Where the program's pointer leads nowhere the call behind the hook fails with EFAULT;
 * reading it before would be a crash. */
static inline bool system_can_read(const void *start, size_t size)
{
	enum { PAGE = 4096 };
	uintptr_t at = (uintptr_t)start & -(uintptr_t)READABLE_WORD;
	uintptr_t end = (uintptr_t)start + size;
	if (end < (uintptr_t)start)
		return false;
	for (; at < end; at = (at & -(uintptr_t)PAGE) + PAGE)
		if (!readable_word(at))
			return false;
	return true;
}

static inline int system_getpid(void)
{
	return (int)raw_syscall(SYS_getpid, 0, 0, 0, 0);
}

static inline long system_readlink(int directory, const char *path, char *text, long size)
{
	return raw_syscall(SYS_readlinkat, directory, (long)path, (long)text, size);
}
