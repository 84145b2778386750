/* SPDX-License-Identifier: MIT */
/*
 * By two links of proc(5), /proc/PID/ns/mnt and /proc/PID/root; where one can't be read,
 * the process is taken to have ours.
 */
#define _GNU_SOURCE
#include "roots.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

bool roots_is_elsewhere(int pid)
{
	char path[64], mine[64] = "", theirs[64] = "";
	snprintf(path, sizeof path, "/proc/%d/ns/mnt", pid);
	return readlink("/proc/self/ns/mnt", mine, sizeof mine - 1) > 0 &&
	       readlink(path, theirs, sizeof theirs - 1) > 0 && strcmp(mine, theirs) != 0;
}

const char *roots_name(int pid, const char *name)
{
	char path[64], root[PATH_MAX] = "";
	snprintf(path, sizeof path, "/proc/%d/root", pid);
	ssize_t length = readlink(path, root, sizeof root - 1);
	size_t more = length > 1 ? (size_t)length : 0;
	return strncmp(name, root, more) == 0 && name[more] == '/' ? name + more : NULL;
}
