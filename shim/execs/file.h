/* SPDX-License-Identifier: MIT
 *
 * Looking at a program's file: will ld.so load the shim into it? By system calls, in the
 * process that is about to execute it, and so with its rights.
 */
#pragma once

#include "recorder/recording.h"

enum { FILE_PATH = 512 }; /* longer ones are not looked at */

/* Whether a file can be opened for reading. */
bool file_can_read(const char *path);

/* Whether the program will be able to record into that file. What this process may do by
 * its capabilities alone, it may not (setpriv(1) keeps them up to the execve(2)). */
bool file_can_record(const char *path);

/* The path of a name, as execvp(3) finds it in PATH: false where it is not found. */
bool file_search(char path[FILE_PATH], const char *name);

/* Why there will be no shim in it; CAUSE_UNKNOWN where there will, or that can't be told;
 * CAUSE_NONE for the launcher, which hands the shim on.
 * `fits_any`: there are shims for several processors. `launcher`: the launcher's file. */
enum escape_cause file_judge(int directory, const char *path, bool fits_any,
			     const struct recording *recording);
