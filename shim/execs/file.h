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
		Elf32_Ehdr elf32;
		Elf64_Ehdr elf64;
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

/* The dynamic linker, by its name; and one that is executed to tell of a program, which
 * it does not run (ldd(1)). */
enum loader { NO_LOADER, LOADS, TELLS };

/* What is judged, and how. */
struct judged {
	int fd; /* open */
	enum loader loader;
	bool is_traced; /* LD_TRACE_LOADED_OBJECTS: a program with glibc's linker does not
			   run */
	bool fits_any;  /* there are shims for several processors */
	const struct recording *recording;
};

/* Why there will be no shim in it; CAUSE_UNKNOWN where there will, or that can't be told;
 * CAUSE_NONE for the launcher, which hands the shim on, and for what is only told of. Of
 * `judged` all but the descriptor. */
enum escape_cause file_judge(struct file_room *room, int directory, const char *path,
			     struct judged judged);
