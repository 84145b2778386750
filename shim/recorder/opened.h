/* SPDX-License-Identifier: MIT
 *
 * What a program opened with dlopen(3), for an audit. Only where findings are wanted.
 */
#pragma once

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum { MOST_OPENED = 4096 };

struct opened {
	uint64_t
		known[MOST_OPENED]; /* hashes of paths, on record or there at the start */
	_Atomic uint64_t due_in; /* a process: in its children ld.so's lock may be held */
	_Atomic uint32_t count;
};

/* Takes what is there for known. Once, in the parent. */
void opened_start(void);

/* The program is about to open `file`, or NULL, as dlopen(3) has it, or in another
 * namespace. Keeps errno. */
void opened_note(const char *file, int mode, bool is_apart);

/* Records what is new. Takes the dynamic linker's lock, if this process has opened
 * something. */
void opened_before_fork(void);
