/* SPDX-License-Identifier: MIT
 *
 * Looking at a program's file: will ld.so load the shim into it? By system calls, in the
 * process that is about to execute it, and so with its rights.
 */
#pragma once

#include "recorder/recording.h"

#include <link.h>
#include <sys/stat.h>

enum {
	FILE_PATH = 512, /* longer ones are not looked at */
	FILE_LINE = 256, /* so many bytes of a file's beginning are */
};

/* To work in, as the stack may be small. */
struct file_room {
	struct statx st;
	union {
		ElfW(Ehdr) elf;
		char line[FILE_LINE];
	} head;
};

/* Whether a file can be opened for reading. */
bool file_can_read(const char *path);

/* Whether the program will be able to record into that file. What this process may do by
 * its capabilities alone, it may not (setpriv(1) keeps them up to the execve(2)). */
bool file_can_record(struct file_room *room, const char *path);

/* The path of a name, as execvp(3) finds it in PATH: false where it is not found. */
bool file_search(struct file_room *room, char path[FILE_PATH], const char *name);

/* Why there will be no shim in it; CAUSE_UNKNOWN where there will, or that can't be told;
 * CAUSE_NONE for the launcher, which hands the shim on.
 * `fits_any`: there are shims for several processors. */
enum escape_cause file_judge(struct file_room *room, int directory, const char *path,
			     bool fits_any, const struct recording *recording);
