/* SPDX-License-Identifier: MIT
 *
 * Reading /proc/PID/fd with raw system calls.
 */
#include "holders.h"
#include "core/lineage.h"
#include "process.h"
#include "system.h"
#include "text.h"

#include <errno.h>
#include <string.h>
#include <time.h>

enum { NAME = 64, PAUSE = 5000000 }; /* nanoseconds between two looks */

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

typedef enum holds visitor(int directory, const char *name, const char *socket);

static enum holds visit_entries(int directory, visitor *visit, const char *socket)
{
	char entries[1024] __attribute__((aligned(8)));
	for (;;) {
		long size = raw_syscall(SYS_getdents64, directory, (long)entries,
					sizeof entries, 0);
		if (size <= 0)
			return size == 0 ? HOLDS_NOT : HOLDS_MAYBE;
		for (long at = 0; at < size;) {
			const struct entry *entry = (const void *)(entries + at);
			if (visit(directory, entry->name, socket) == HOLDS)
				return HOLDS;
			at += entry->size;
		}
	}
}

static enum holds search(int at, const char *path, visitor *visit, const char *socket)
{
	long directory = raw_syscall(SYS_openat, at, (long)path,
				     O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
	if (directory < 0)
		return HOLDS_MAYBE;
	enum holds found = visit_entries((int)directory, visit, socket);
	system_close((int)directory);
	return found;
}

static enum holds descriptor_is(int directory, const char *name, const char *socket)
{
	char link[NAME];
	return link_of(directory, name, link) > 0 && strcmp(link, socket) == 0
		       ? HOLDS
		       : HOLDS_NOT;
}

/* A number of /proc/PID/stat (proc(5)), so many fields behind the state. */
static unsigned long number_behind(const char *state, int fields)
{
	unsigned long number = 0;
	for (; state && fields > 0; fields--) {
		state = strchr(state, ' ');
		state = state ? state + 1 : NULL;
	}
	while (state && *state >= '0' && *state <= '9')
		number = 10 * number + (unsigned long)(*state++ - '0');
	return number;
}

enum { STAT = 512 };

/* The state's letter stands behind the name, which may hold anything. What can't be read
 * is a text without numbers. */
static const char *state_in(int directory, const char *path, char text[STAT])
{
	long file =
		raw_syscall(SYS_openat, directory, (long)path, O_RDONLY | O_CLOEXEC, 0);
	long size = file < 0 ? 0 : raw_syscall(SYS_read, file, (long)text, STAT - 1, 0);
	if (file >= 0)
		system_close((int)file);
	text[size > 0 ? size : 0] = 0;
	const char *name_end = strrchr(text, ')');
	return name_end && name_end[1] == ' ' ? name_end + 2 : "?";
}

static const char *state_of(int pid, char text[STAT])
{
	char path[NAME];
	text_put(text_put_number(text_put(path, "/proc/"), (unsigned)pid), "/stat");
	return state_in(AT_FDCWD, path, text);
}

/* It runs no code of its own any more (the kernel's PF_EXITING): what it holds is being
 * closed, however long that takes, and its descriptors are root's to look at by now. */
static bool has_ended(const char *state)
{
	enum { FLAGS = 6, EXITING = 4 };
	return strchr("ZXx", *state) || number_behind(state, FLAGS) & EXITING;
}

/* In /proc/PID/task. */
static enum holds thread_has(int directory, const char *name, const char *socket)
{
	char path[NAME], text[STAT];
	if (*name == '.')
		return HOLDS_NOT;
	text_put(text_put(path, name), "/stat");
	if (has_ended(state_in(directory, path, text)))
		return HOLDS_NOT;
	text_put(text_put(path, name), "/fd");
	return search(directory, path, descriptor_is, socket);
}

static bool is_gone(int pid)
{
	return raw_syscall(SYS_kill, pid, 0, 0, 0) == -ESRCH;
}

static enum holds look_for(const char *path, int fd, const char *socket)
{
	char numbered[NAME];
	text_put_number(text_put(text_put(numbered, path), "/"), (unsigned)fd);
	return descriptor_is(AT_FDCWD, numbered, socket) == HOLDS
		       ? HOLDS
		       : search(AT_FDCWD, path, descriptor_is, socket);
}

/* /proc/PID shows the first thread: it may have ended before the others. */
static enum holds look_at(int pid, int fd, const char *socket)
{
	enum { THREADS = 17 };
	char path[NAME], text[STAT];
	char *place =
		text_put(text_put_number(text_put(path, "/proc/"), (unsigned)pid), "/");
	text_put(place, "fd");
	enum holds found = look_for(path, fd, socket);
	const char *state = state_of(pid, text);
	if (!has_ended(state))
		return found;
	text_put(place, "task");
	return number_behind(state, THREADS) > 1
		       ? search(AT_FDCWD, path, thread_has, socket)
		       : HOLDS_NOT;
}

/* It is mounted for a pid namespace, and shows the numbers that processes have there:
 * this process's own may be another. */
static bool proc_is_of_own_space(void)
{
	char shown[NAME], own[NAME];
	text_put_number(own, (unsigned)process_pid(process_self()));
	return link_of(AT_FDCWD, "/proc/self", shown) > 0 && strcmp(shown, own) == 0;
}

/* Where /proc does not show the numbers of the space that `pid` is of, who has the socket
 * is known, but not who else. */
static enum holds seen(int pid, int fd, bool is_of_own_space)
{
	char path[NAME], own[NAME];
	text_put_number(text_put(path, "/proc/thread-self/fd/"), (unsigned)fd);
	if (pid <= 0 || link_of(AT_FDCWD, path, own) <= 0)
		return HOLDS_MAYBE;
	bool is_shown = proc_is_of_own_space() == is_of_own_space;
	enum holds found = is_shown ? look_at(pid, fd, own) : HOLDS_MAYBE;
	return is_of_own_space || found == HOLDS ? found : HOLDS_MAYBE;
}

enum holds holds_socket(uint64_t process, int fd)
{
	int pid = process_pid(process);
	if (process_space(process) != process_space(process_self()))
		return seen(pid, fd, false);
	if (is_gone(pid))
		return HOLDS_NOT;
	enum holds found = seen(pid, fd, true);
	/* Reaped meanwhile; or else /proc hides others' processes (hidepid=2). */
	return found != HOLDS_NOT && is_gone(pid) ? HOLDS_NOT : found;
}

/* So has who looks at an owner that is gone by now. Session 0 is one that was begun
 * outside of the pid namespace: what runs in a container often has it. */
static bool left_session_of(int owner)
{
	long own = raw_syscall(SYS_getsid, 0, 0, 0, 0);
	long others = raw_syscall(SYS_getsid, owner, 0, 0, 0);
	return own > 0 && own != others && (others >= 0 || others == -ESRCH);
}

/* What an owner did between two looks. One that sleeps may wait for this very process;
 * one that is busy, or waits for a processor on a loaded machine, has not come to its end
 * yet. */
struct patience {
	int looks, asleep;
	unsigned long ran; /* its processor time when the waiting began; hundredths of a
			      second */
};

static bool is_over(struct patience *patience, int owner)
{
	enum { USER_TIME = 11, SYSTEM_TIME = 12, RUNS = 200, SLEEPS = 40, MOST = 2000 };
	char text[STAT];
	const char *state = state_of(owner, text);
	unsigned long ran =
		number_behind(state, USER_TIME) + number_behind(state, SYSTEM_TIME);
	if (patience->looks++ == 0)
		patience->ran = ran;
	patience->asleep += !strchr("RD", *state);
	return patience->asleep > SLEEPS || patience->looks > MOST ||
	       ran > patience->ran + RUNS;
}

static enum holds wait_for(uint64_t owner, int fd)
{
	const struct timespec pause = {.tv_nsec = PAUSE};
	struct patience patience = {0};
	enum holds found = holds_socket(owner, fd);
	while (found == HOLDS && !is_over(&patience, process_pid(owner))) {
		raw_syscall(SYS_nanosleep, (long)&pause, 0, 0, 0);
		found = holds_socket(owner, fd);
	}
	return found;
}

enum holds owner_holds(uint64_t owner, int fd)
{
	static _Atomic uint64_t has_waited; /* the process's epoch */
	enum holds found = holds_socket(owner, fd);
	bool is_near = process_space(owner) == process_space(process_self());
	if (found != HOLDS || has_waited == lineage_epoch() || !is_near ||
	    !left_session_of(process_pid(owner)))
		return found;
	found = wait_for(owner, fd);
	has_waited = lineage_epoch(); /* other threads' waits end with this one */
	return found;
}
