/* SPDX-License-Identifier: MIT
 *
 * The headers of ELF files, and what stands behind #!. The launcher judges its command by
 * the same rules (launcher/judge.c), with more room and more words.
 */
#include "file.h"
#include "rights.h"

#include <link.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysmacros.h>
#include <unistd.h>

enum { MOST_SCRIPTS = 4, MOST_PARTS = 32 };

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

static long read_at(int fd, void *to, size_t size, uint64_t at)
{
	if (sizeof(long) == sizeof at) /* elsewhere it has two halves */
		return raw_syscall(SYS_pread64, fd, (long)to, (long)size, (long)at);
	return pread64(fd, to, size, (off64_t)at);
}

static bool begins(const char *text, const char *wanted)
{
	return strncmp(text, wanted, strlen(wanted)) == 0;
}

/* The loaders of our libc. */
static bool is_our_loader(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	return begins(name, "ld-linux") || begins(name, "ld64.so.") ||
	       begins(name, "ld.so.") || begins(name, "ld-2.");
}

static bool is_launcher(struct file_room *room, int fd, const struct recording *recording)
{
	const struct statx *st = &room->st;
	return rights_stat(fd, "", &room->st) &&
	       st->stx_ino == recording->launcher_inode &&
	       makedev(st->stx_dev_major, st->stx_dev_minor) ==
		       recording->launcher_device;
}

static enum escape_cause judge_interpreter(struct file_room *room, int fd,
					   const ElfW(Phdr) * part)
{
	char *name = room->head.line;
	size_t size = part->p_filesz < FILE_LINE ? part->p_filesz : FILE_LINE - 1;
	memset(name, 0, FILE_LINE);
	if (read_at(fd, name, size, part->p_offset) != (long)size)
		return CAUSE_UNKNOWN;
	return is_our_loader(name) ? CAUSE_UNKNOWN : CAUSE_LIBC;
}

static enum escape_cause judge_elf(struct file_room *room, int fd, bool is_loader,
				   const struct recording *recording)
{
	const ElfW(Ehdr) *head = &room->head.elf;
	ElfW(Phdr) part;
	for (int i = 0; i < head->e_phnum && i < MOST_PARTS; i++) {
		if (read_at(fd, &part, sizeof part, head->e_phoff + i * sizeof part) !=
		    (long)sizeof part)
			return CAUSE_UNKNOWN;
		if (part.p_type == PT_INTERP)
			return judge_interpreter(room, fd, &part);
	}
	if (is_launcher(room, fd, recording))
		return CAUSE_NONE;
	return is_loader ? CAUSE_UNKNOWN : CAUSE_STATIC;
}

/* This program's own: what the shim was built for. */
static bool is_our_machine(const ElfW(Ehdr) * head)
{
	static const struct {
		unsigned char class;
		uint16_t machine;
	} ours = {
		sizeof(void *) == 8 ? ELFCLASS64 : ELFCLASS32,
#if defined __x86_64__
		EM_X86_64
#elif defined __i386__
		EM_386
#elif defined __aarch64__
		EM_AARCH64
#elif defined __riscv
		EM_RISCV
#elif defined __arm__
		EM_ARM
#else
		EM_NONE
#endif
	};
	return head->e_ident[EI_CLASS] == ours.class &&
	       (ours.machine == EM_NONE || head->e_machine == ours.machine);
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
	return read_at(fd, room->head.line, FILE_LINE - 1, 0) >= 4;
}

/* What is judged, open; and how. */
struct judged {
	int fd;
	bool is_loader, fits_any;
	const struct recording *recording;
};

static enum escape_cause judge_binary(struct file_room *room, const struct judged *judged)
{
	if (is_our_machine(&room->head.elf))
		return judge_elf(room, judged->fd, judged->is_loader, judged->recording);
	return judged->fits_any ? CAUSE_UNKNOWN : CAUSE_MACHINE;
}

/* Of a script: from here on it is its interpreter that is judged, which may be another
 * one. */
static enum escape_cause judge_script(struct file_room *room, struct judged *judged)
{
	const char *interpreter = interpreter_of(room->head.line);
	judged->is_loader = is_our_loader(interpreter);
	judged->fd = open_file(AT_FDCWD, interpreter);
	bool gains = judged->fd >= 0 && rights_stat(judged->fd, "", &room->st) &&
		     rights_are_gained(&room->st, judged->fd);
	return gains ? CAUSE_RIGHTS : CAUSE_UNKNOWN;
}

/* True when there is nothing more to judge. */
static bool judge_one(struct file_room *room, struct judged *judged,
		      enum escape_cause *cause)
{
	*cause = CAUSE_UNKNOWN;
	if (!read_head(room, judged->fd))
		return true;
	bool is_binary = memcmp(room->head.elf.e_ident, ELFMAG, SELFMAG) == 0;
	if (is_binary)
		*cause = judge_binary(room, judged);
	if (is_binary || !begins(room->head.line, "#!"))
		return true;
	*cause = judge_script(room, judged);
	return judged->fd < 0 || *cause == CAUSE_RIGHTS;
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
			     bool fits_any, const struct recording *recording)
{
	const struct statx *st = &room->st;
	if (!rights_stat(directory, path, &room->st) || !S_ISREG(st->stx_mode) ||
	    !(st->stx_mode & 0111))
		return CAUSE_UNKNOWN;
	int fd = *path ? open_file(directory, path) : directory;
	struct judged judged = {fd, is_our_loader(path), fits_any, recording};
	enum escape_cause cause = rights_are_gained(st, fd) ? CAUSE_RIGHTS
				  : fd < 0                  ? CAUSE_UNKNOWN
							    : judge_open(room, judged);
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
