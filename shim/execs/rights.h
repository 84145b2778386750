/* SPDX-License-Identifier: MIT
 *
 * Whether a program starts with more rights than this process has (launcher/privilege.c
 * says it in words), and other facts about files, by raw system calls.
 */
#pragma once

#include "connections/system.h"
#include "recorder/recording.h"

#include <sys/stat.h>

/* openat(2)'s directory and path; an empty path stands for the directory itself. */
static inline bool rights_stat(int directory, const char *path, struct statx *st)
{
	return raw_syscall5(SYS_statx, directory, (long)path, *path ? 0 : AT_EMPTY_PATH,
			    STATX_BASIC_STATS, (long)st) == 0;
}

/* CAUSE_RIGHTS: by the file; CAUSE_IDS: this process has them; else CAUSE_UNKNOWN. `fd`
 * is the file's, open, or negative: then its mount and its capabilities are not looked
 * at. */
enum escape_cause rights_judge(const struct statx *st, int fd);
