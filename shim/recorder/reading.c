/* SPDX-License-Identifier: MIT
 *
 * The kernel copies page by page and stops at the first that is not there; a process may
 * always read itself (ptrace_may_access, Linux kernel/ptrace.c).
 */
#include "reading.h"

#include PROCESSOR_FILE

#include <limits.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>

size_t reading_ask(struct reading how, void *to, uintptr_t from, size_t size)
{
	struct iovec here = {to, size}, there = {(void *)from, size};
	const long arguments[6] = {how.pid, (long)&here, 1, (long)&there, 1, 0};
	long got = how.pid ? raw_syscall6(SYS_process_vm_readv, arguments) : 0;
	return got > 0 ? (size_t)got : 0;
}

bool reading_copy(struct reading how, void *to, uintptr_t from, size_t size)
{
	if (!how.is_alone)
		return reading_ask(how, to, from, size) == size;
	memcpy(to, (const void *)from, size);
	return true;
}

enum { PIECE = 64 };

/* A text's next piece, up to the end of 64 bytes that lie on one page: its length, which
 * is less than that at the text's end; -1 where it can't be read. What is read directly
 * is not read beyond that end. (Loops, because each function of libc's that the shim
 * imports takes room in every program's memory.) */
static int read_piece(struct reading how, uintptr_t at, char piece[PIECE])
{
	size_t room = PIECE - at % PIECE, length = 0;
	if (!how.is_alone && !reading_copy(how, piece, at, room))
		return -1;
	for (; length < room; length++) {
		if (how.is_alone)
			piece[length] = ((const char *)at)[length];
		if (!piece[length])
			break;
	}
	return (int)length;
}

int reading_length(struct reading how, uintptr_t text)
{
	char piece[PIECE];
	for (uintptr_t at = text; at - text < PATH_MAX;) {
		size_t room = PIECE - at % PIECE;
		int got = read_piece(how, at, piece);
		if (got < 0)
			return -1;
		at += (unsigned)got;
		if ((size_t)got < room)
			return (int)(at - text);
	}
	return -1;
}

bool reading_is_text(struct reading how, uintptr_t text, const char *wanted)
{
	char piece[PIECE];
	for (;; wanted += PIECE - text % PIECE, text += PIECE - text % PIECE) {
		size_t room = PIECE - text % PIECE;
		int got = read_piece(how, text, piece);
		if (got < 0 || strncmp(piece, wanted, room) != 0)
			return false;
		if ((size_t)got < room)
			return true;
	}
}
