/* SPDX-License-Identifier: MIT
 *
 * Whether files can be read, what stands behind #!, and names in PATH; ELF files are
 * elf.c's. The launcher judges its command by the same rules (launcher/judge.c), with
 * more room and more words.
 */
#include "elf.h"
#include "rights.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_SCRIPTS = 4 };

static int open_file(int directory, const char *path)
{
	const int flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
	return (int)raw_syscall(SYS_openat, directory, (long)path, flags, 0);
}

bool file_can_read(const char *path)
{
	int fd = open_file(AT_FDCWD, path);
	if (fd >= 0)
		system_close(fd);
	return fd >= 0;
}

bool file_can_record(struct file_room *room, const char *path)
{
	const int flags = O_RDWR | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW;
	const unsigned user = (unsigned)raw_syscall(SYS_geteuid, 0, 0, 0, 0);
	int fd = (int)raw_syscall(SYS_openat, AT_FDCWD, (long)path, flags, 0);
	if (fd < 0)
		return false;
	bool can =
		rights_stat(fd, "", &room->st) && (user == 0 || room->st.stx_uid == user);
	system_close(fd);
	return can;
}

static const char *interpreter_of(char line[FILE_LINE])
{
	line[strcspn(line, "\n")] = 0;
	char *start = line + 2;
	start += strspn(start, " \t");
	start[strcspn(start, " \t")] = 0;
	return start;
}

static bool read_head(struct file_room *room, int fd)
{
	memset(&room->head, 0, sizeof room->head);
	return elf_read(fd, room->head.line, FILE_LINE - 1, 0) >= 4;
}

/* Of a script: from here on it is its interpreter that is judged, which may be another
 * one. */
static enum escape_cause judge_script(struct file_room *room, struct judged *judged)
{
	const char *interpreter = interpreter_of(room->head.line);
	judged->loader = elf_is_loader(interpreter) ? LOADS : NO_LOADER;
	judged->fd = open_file(AT_FDCWD, interpreter);
	return judged->fd >= 0 && rights_stat(judged->fd, "", &room->st)
		       ? rights_judge(&room->st, judged->fd)
		       : CAUSE_UNKNOWN;
}

/* True when there is nothing more to judge. */
static bool judge_one(struct file_room *room, struct judged *judged,
		      enum escape_cause *cause)
{
	*cause = CAUSE_UNKNOWN;
	if (!read_head(room, judged->fd))
		return true;
	bool is_binary = memcmp(room->head.elf64.e_ident, ELFMAG, SELFMAG) == 0;
	if (is_binary)
		*cause = elf_judge(room, judged);
	if (is_binary || memcmp(room->head.line, "#!", 2) != 0)
		return true;
	*cause = judge_script(room, judged);
	return judged->fd < 0 || *cause != CAUSE_UNKNOWN;
}

static enum escape_cause judge_open(struct file_room *room, struct judged judged)
{
	enum escape_cause cause;
	int first = judged.fd;
	bool is_over = false;
	for (int scripts = 0; !is_over && scripts <= MOST_SCRIPTS; scripts++) {
		int before = judged.fd;
		is_over = judge_one(room, &judged, &cause);
		if (before != first && before != judged.fd)
			system_close(before);
	}
	if (judged.fd >= 0 && judged.fd != first)
		system_close(judged.fd);
	return cause;
}

/* What can't be read can be executed all the same. */
enum escape_cause file_judge(struct file_room *room, int directory, const char *path,
			     struct judged judged)
{
	const struct statx *st = &room->st;
	if (!rights_stat(directory, path, &room->st) || !S_ISREG(st->stx_mode) ||
	    !(st->stx_mode & 0111))
		return CAUSE_UNKNOWN;
	int fd = judged.fd = *path ? open_file(directory, path) : directory;
	enum escape_cause cause = rights_judge(st, fd);
	if (cause == CAUSE_UNKNOWN && fd >= 0)
		cause = judge_open(room, judged);
	if (*path && fd >= 0)
		system_close(fd);
	return cause;
}

static bool is_program(struct file_room *room, const char *path)
{
	return rights_stat(AT_FDCWD, path, &room->st) && S_ISREG(room->st.stx_mode) &&
	       access(path, X_OK) == 0;
}

bool file_search(struct file_room *room, char path[FILE_PATH], const char *name)
{
	const char *list = getenv("PATH");
	size_t length = strlen(name);
	for (const char *at = list ? list : "/bin:/usr/bin"; at;) {
		size_t part = strcspn(at, ":");
		if (part + length + 2 < FILE_PATH) {
			memcpy(path, at, part);
			path[part] = '/';
			memcpy(path + part + (part > 0), name, length + 1);
			if (is_program(room, path))
				return true;
		}
		at = at[part] ? at + part + 1 : NULL;
	}
	return false;
}
