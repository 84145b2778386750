/* SPDX-License-Identifier: MIT
 *
 * Reading /proc/PID/fd with raw system calls.
 */
#include "holders.h"
#include "core/lineage.h"
#include "filter.h"
#include "system.h"
#include "text.h"

#include <errno.h>
#include <string.h>
#include <time.h>

enum { NAME = 64, PATIENCE = 40, PAUSE = 5000000 }; /* looks; nanoseconds between them */

struct entry { /* getdents64(2) */
	uint64_t inode;
	int64_t offset;
	unsigned short size;
	unsigned char type;
	char name[];
};

/* "socket:[12345]". */
static long link_of(int directory, const char *path, char text[NAME])
{
	long length = system_readlink(directory, path, text, NAME - 1);
	text[length > 0 ? length : 0] = 0;
	return length;
}

static enum holds search_entries(int directory, const char *socket)
{
	char entries[1024] __attribute__((aligned(8))), link[NAME];
	for (;;) {
		long size = raw_syscall(SYS_getdents64, directory, (long)entries,
					sizeof entries, 0);
		if (size <= 0)
			return size == 0 ? HOLDS_NOT : HOLDS_MAYBE;
		for (long at = 0; at < size;) {
			const struct entry *entry = (const void *)(entries + at);
			if (link_of(directory, entry->name, link) > 0 &&
			    strcmp(link, socket) == 0)
				return HOLDS;
			at += entry->size;
		}
	}
}

static enum holds search(const char *path, const char *socket)
{
	long directory = raw_syscall(SYS_openat, AT_FDCWD, (long)path,
				     O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
	if (directory < 0)
		return HOLDS_MAYBE;
	enum holds found = search_entries((int)directory, socket);
	system_close((int)directory);
	return found;
}

/* The first process of a pid namespace has no parent there. So has the tree's own first
 * process in a container, which is where all the others are. */
static bool is_apart;

void holders_before_fork(void)
{
	if (!filter_is_on() && lineage_epoch() != ROOT &&
	    raw_syscall(SYS_getppid, 0, 0, 0, 0) == 0)
		is_apart = true;
}

/* No process by that number. */
static enum holds when_gone(void)
{
	holders_before_fork();
	return is_apart ? HOLDS_MAYBE : HOLDS_NOT;
}

/* The kernel's PF_EXITING, in the seventh field from the state on (proc(5), "flags"):
 * what it holds is being closed, and its descriptors are root's to look at by now. */
static bool is_exiting(const char *field)
{
	unsigned long flags = 0;
	for (int i = 0; i < 6 && field; i++) {
		field = strchr(field, ' ');
		field = field ? field + 1 : NULL;
	}
	while (field && *field >= '0' && *field <= '9')
		flags = 10 * flags + (unsigned long)(*field++ - '0');
	return flags & 4;
}

/* The state's letter stands behind the name, which may hold anything (proc(5)). */
static bool has_ended(const char *path)
{
	char text[512], *name_end;
	long file =
		raw_syscall(SYS_openat, AT_FDCWD, (long)path, O_RDONLY | O_CLOEXEC, 0);
	long size = file < 0
			    ? 0
			    : raw_syscall(SYS_read, file, (long)text, sizeof text - 1, 0);
	if (file >= 0)
		system_close((int)file);
	text[size > 0 ? size : 0] = 0;
	name_end = strrchr(text, ')');
	return name_end && name_end[1] == ' ' &&
	       (strchr("ZXx", name_end[2]) || is_exiting(name_end + 2));
}

static bool is_gone(int pid)
{
	return raw_syscall(SYS_kill, pid, 0, 0, 0) == -ESRCH;
}

enum holds holds_socket(int pid, int fd)
{
	char path[NAME], own[NAME], other[NAME];
	if (is_gone(pid))
		return when_gone();
	text_put_number(text_put(path, "/proc/self/fd/"), (unsigned)fd);
	if (link_of(AT_FDCWD, path, own) <= 0)
		return HOLDS_MAYBE;
	char *place =
		text_put(text_put_number(text_put(path, "/proc/"), (unsigned)pid), "/");
	text_put_number(text_put(place, "fd/"), (unsigned)fd);
	if (link_of(AT_FDCWD, path, other) > 0 && strcmp(own, other) == 0)
		return HOLDS;
	text_put(place, "fd");
	enum holds found = search(path, own);
	if (found != HOLDS_MAYBE)
		return found;
	text_put(place, "stat");
	if (has_ended(path))
		return HOLDS_NOT;
	/* Reaped meanwhile; or else /proc hides others' processes (hidepid=2). */
	return is_gone(pid) ? when_gone() : HOLDS_MAYBE;
}

static bool left_session_of(int owner)
{
	long own = raw_syscall(SYS_getsid, 0, 0, 0, 0);
	long others = raw_syscall(SYS_getsid, owner, 0, 0, 0);
	return own > 0 && others > 0 && own != others;
}

enum holds owner_holds(int owner, int fd)
{
	static _Atomic uint64_t has_waited; /* the process's epoch */
	enum holds found = holds_socket(owner, fd);
	const struct timespec pause = {.tv_nsec = PAUSE};
	if (found != HOLDS || has_waited == lineage_epoch() || !left_session_of(owner))
		return found;
	has_waited = lineage_epoch();
	for (int look = 0; found == HOLDS && look < PATIENCE; look++) {
		raw_syscall(SYS_nanosleep, (long)&pause, 0, 0, 0);
		found = holds_socket(owner, fd);
	}
	return found;
}
