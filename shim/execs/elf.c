/* SPDX-License-Identifier: MIT
 *
 * Headers of both classes are read: ldd(1) asks each dynamic linker that the system has,
 * those of other processors as well, about a program that none of them runs.
 */
#include "elf.h"
#include "environment.h"
#include "rights.h"

#include <link.h>
#include <string.h>
#include <sys/sysmacros.h>
#include <unistd.h>

enum { MOST_PARTS = 32, MOST_OPTIONS = 8, LONGEST_OPTION = 32 };

long elf_read(int fd, void *to, size_t size, uint64_t at)
{
	if (sizeof(long) == sizeof at) /* elsewhere it has two halves */
		return raw_syscall(SYS_pread64, fd, (long)to, (long)size, (long)at);
	return pread64(fd, to, size, (off64_t)at);
}

static bool begins(const char *text, const char *wanted)
{
	return strncmp(text, wanted, strlen(wanted)) == 0;
}

bool elf_is_loader(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	return begins(name, "ld-linux") || begins(name, "ld64.so.") ||
	       begins(name, "ld.so.") || begins(name, "ld-2.");
}

/* Of texts that end by a zero, one behind the other. */
static bool is_one_of(const char *list, const char *wanted)
{
	for (; *list; list += strlen(list) + 1)
		if (strcmp(list, wanted) == 0)
			return true;
	return false;
}

/* ld.so(8), in front of the program's name. */
static bool only_tells(char *const words[])
{
	static const char tells[] =
		"--verify\0--list\0--help\0--version\0--list-tunables\0"
		"--list-diagnostics\0";
	static const char with_value[] = "--library-path\0--inhibit-rpath\0--audit\0"
					 "--preload\0--argv0\0--glibc-hwcaps-prepend\0"
					 "--glibc-hwcaps-mask\0";
	char option[LONGEST_OPTION];
	for (int i = 1; i < MOST_OPTIONS; i++) {
		if (!environment_word(option, sizeof option, words, i) ||
		    !begins(option, "--"))
			return false;
		if (is_one_of(tells, option))
			return true;
		i += is_one_of(with_value, option);
	}
	return false;
}

/* Only the system's own are taken at their word: any program may have such a name. */
static bool is_systems_loader(const char *path)
{
	return elf_is_loader(path) && (begins(path, "/lib") || begins(path, "/usr/lib"));
}

enum loader elf_loader(const char *path, char *const words[], bool is_traced)
{
	if (is_systems_loader(path) && (is_traced || only_tells(words)))
		return TELLS;
	return elf_is_loader(path) ? LOADS : NO_LOADER;
}

static bool is_launcher(struct file_room *room, int fd, const struct recording *recording)
{
	const struct statx *st = &room->st;
	return rights_stat(fd, "", &room->st) &&
	       st->stx_ino == recording->launcher_inode &&
	       makedev(st->stx_dev_major, st->stx_dev_minor) ==
		       recording->launcher_device;
}

/* This program's own: what the shim was built for. */
static bool is_our_machine(const struct file_room *room)
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
	const Elf64_Ehdr *head = &room->head.elf64; /* so far the classes are alike */
	return head->e_ident[EI_CLASS] == ours.class &&
	       (ours.machine == EM_NONE || head->e_machine == ours.machine);
}

/* A program header, of either class. */
struct part {
	uint32_t type;
	uint64_t offset, size;
};

static bool read_part(const struct file_room *room, int fd, int i, struct part *part)
{
	union {
		Elf32_Phdr of32;
		Elf64_Phdr of64;
	} read;
	bool is_64 = room->head.elf64.e_ident[EI_CLASS] == ELFCLASS64;
	size_t size = is_64 ? sizeof read.of64 : sizeof read.of32;
	uint64_t at = is_64 ? room->head.elf64.e_phoff : room->head.elf32.e_phoff;
	if (elf_read(fd, &read, size, at + (uint64_t)i * size) != (long)size)
		return false;
	*part = is_64 ? (struct part){read.of64.p_type, read.of64.p_offset,
				      read.of64.p_filesz}
		      : (struct part){read.of32.p_type, read.of32.p_offset,
				      read.of32.p_filesz};
	return true;
}

/* Into the room's line; "" where there is none. False: the file can't be read. */
static bool find_interpreter(struct file_room *room, int fd)
{
	struct part part = {0, 0, 0};
	bool is_64 = room->head.elf64.e_ident[EI_CLASS] == ELFCLASS64;
	int parts = is_64 ? room->head.elf64.e_phnum : room->head.elf32.e_phnum;
	for (int i = 0; part.type != PT_INTERP && i < parts && i < MOST_PARTS; i++)
		if (!read_part(room, fd, i, &part))
			return false;
	char *name = room->head.line;
	size_t size = part.size < FILE_LINE ? part.size : FILE_LINE - 1;
	memset(name, 0, FILE_LINE);
	return part.type != PT_INTERP ||
	       elf_read(fd, name, size, part.offset) == (long)size;
}

/* Of this processor, without an interpreter. */
static enum escape_cause judge_static(struct file_room *room, const struct judged *judged)
{
	if (is_launcher(room, judged->fd, judged->recording))
		return CAUSE_NONE;
	return judged->loader ? CAUSE_UNKNOWN : CAUSE_STATIC;
}

enum escape_cause elf_judge(struct file_room *room, const struct judged *judged)
{
	bool is_ours = is_our_machine(room);
	const char *interpreter = room->head.line;
	if (judged->loader == TELLS)
		return CAUSE_NONE;
	if (!is_ours && (judged->fits_any || !judged->is_traced))
		return judged->fits_any ? CAUSE_UNKNOWN : CAUSE_MACHINE;
	if (!find_interpreter(room, judged->fd))
		return is_ours ? CAUSE_UNKNOWN : CAUSE_MACHINE;
	if (judged->is_traced && is_systems_loader(interpreter))
		return CAUSE_NONE;
	if (!is_ours)
		return CAUSE_MACHINE;
	if (!*interpreter)
		return judge_static(room, judged);
	return elf_is_loader(interpreter) ? CAUSE_UNKNOWN : CAUSE_LIBC;
}
