/* SPDX-License-Identifier: MIT
 *
 * /proc/self/maps says what there is, mincore(2) which pages of it. All by raw system
 * calls: no buffers of others, no errno.
 */
#include "scan_memory.h"
#include "ranges.h"

#include PROCESSOR_FILE

#include <fcntl.h>
#include <linux/seccomp.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { PAGES = 1024, WORDS = 8192 };

static uint64_t copy[WORDS];
static unsigned char present[PAGES];
static struct {
	uintptr_t begin, end; /* of a mapping; several that touch count for one */
	struct range ours;
	size_t overlap;
	memory_visit *visit;
	uintptr_t page; /* the size of one */
} walk;

bool memory_may_be_asked_for(void)
{
	return raw_syscall(SYS_prctl, PR_GET_SECCOMP, 0, 0, 0) != SECCOMP_MODE_FILTER;
}

static long transfer(long call, uintptr_t at, const void *words, size_t size)
{
	struct iovec here = {(void *)words, size}, there = {(void *)at, size};
	long self = raw_syscall(SYS_getpid, 0, 0, 0, 0);
	const long arguments[6] = {self, (long)&here, 1, (long)&there, 1, 0};
	return raw_syscall6(call, arguments);
}

bool memory_read(uintptr_t at, uint64_t *words, size_t count)
{
	long size = (long)(count * sizeof *words);
	return transfer(SYS_process_vm_readv, at, words, (size_t)size) == size;
}

bool memory_write(uintptr_t at, const uint64_t *words, size_t count)
{
	long size = (long)(count * sizeof *words);
	return transfer(SYS_process_vm_writev, at, words, (size_t)size) == size;
}

static void look_at(uintptr_t begin, uintptr_t end)
{
	size_t step = (WORDS - walk.overlap) * sizeof *copy;
	for (uintptr_t at = begin; at < end; at += step) {
		size_t size = end - at < sizeof copy ? end - at : sizeof copy;
		long got = transfer(SYS_process_vm_readv, at, copy, size);
		if (got > 0)
			walk.visit(at, copy, (size_t)got / sizeof *copy);
		if (got < (long)size || size < sizeof copy)
			return;
	}
}

static bool is_present(uintptr_t page, uintptr_t begin, uintptr_t end)
{
	size_t index = (page - begin) / walk.page % PAGES;
	size_t left = (end - page) / walk.page;
	if (index == 0 && raw_syscall(SYS_mincore, (long)page,
				      (long)((left < PAGES ? left : PAGES) * walk.page),
				      (long)present, 0))
		memset(present, 0, sizeof present);
	return present[index] & 1;
}

static void look_at_pages(uintptr_t begin, uintptr_t end)
{
	uintptr_t from = 0;
	for (uintptr_t page = begin; page < end; page += walk.page) {
		bool is_here = is_present(page, begin, end);
		if (is_here && !from)
			from = page;
		if (!is_here && from)
			look_at(from, page);
		from = is_here ? from : 0;
	}
	if (from)
		look_at(from, end);
}

/* Not at our own, which has copies of what it has seen. */
static void finish_mapping(void)
{
	uintptr_t begin = walk.begin, end = walk.end;
	walk.begin = walk.end = 0;
	if (begin < walk.ours.end && walk.ours.begin < end) {
		if (begin < walk.ours.begin)
			look_at_pages(begin, walk.ours.begin & ~(walk.page - 1));
		begin = (walk.ours.end + walk.page - 1) & ~(walk.page - 1);
	}
	if (begin < end)
		look_at_pages(begin, end);
}

static uintptr_t number(const char **text)
{
	uintptr_t value = 0;
	for (;; ++*text) {
		int digit = **text;
		if (digit >= '0' && digit <= '9')
			value = value << 4 | (uintptr_t)(digit - '0');
		else if (digit >= 'a' && digit <= 'f')
			value = value << 4 | (uintptr_t)(digit - 'a' + 10);
		else
			return value;
	}
}

/* "begin-end rw-p ...": larger than 64 GB is what a program reserves, and not its data.
 */
static void take_line(const char *line)
{
	const uint64_t most = (uint64_t)1 << 36;
	uintptr_t begin = number(&line);
	if (*line++ != '-')
		return;
	uintptr_t end = number(&line);
	if (memcmp(line, " rw-p", 5) != 0 && memcmp(line, " rwxp", 5) != 0)
		return;
	if (end - begin > most)
		return;
	if (begin != walk.end) {
		finish_mapping();
		walk.begin = begin;
	}
	walk.end = end;
}

/* Only a line's beginning counts. */
static void read_maps(int maps)
{
	static char text[4096];
	char line[64] = "";
	size_t length = 0;
	long got;
	while ((got = raw_syscall(SYS_read, maps, (long)text, sizeof text, 0)) > 0)
		for (long i = 0; i < got; i++) {
			if (text[i] == '\n') {
				line[length] = 0;
				take_line(line);
				length = 0;
			} else if (length < sizeof line - 1) {
				line[length++] = text[i];
			}
		}
	finish_mapping();
}

void memory_walk(size_t overlap, memory_visit *visit)
{
	long maps = raw_syscall(SYS_openat, AT_FDCWD, (long)"/proc/self/maps",
				O_RDONLY | O_CLOEXEC, 0);
	if (maps < 0)
		return;
	walk.page = getauxval(AT_PAGESZ);
	walk.ours = range_of(copy);
	walk.overlap = overlap;
	walk.visit = visit;
	walk.begin = walk.end = 0;
	read_maps((int)maps);
	raw_syscall(SYS_close, maps, 0, 0, 0);
	explicit_bzero(copy, sizeof copy);
}
