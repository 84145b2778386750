/* SPDX-License-Identifier: MIT */
/*
 * Whether a process has mapped the recording. A path would not tell: the kernel knows one
 * without links, and as the process's own root has it. Device and inode do, in the words
 * of /proc/PID/maps (stat(2) has another device on btrfs and overlayfs), and what they
 * are stands in the launcher's own.
 */
#define _GNU_SOURCE
#include "launcher.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct mapping {
	uintmax_t start, inode;
	char device[32];
};

/* "START-END RIGHTS OFFSET DEVICE INODE PATH"; true while there is another one. */
static bool next(FILE *maps, struct mapping *mapping, char **line, size_t *size)
{
	*mapping = (struct mapping){0};
	return getline(line, size, maps) > 0 &&
	       sscanf(*line, "%jx-%*x %*s %*s %31s %ju", &mapping->start, mapping->device,
		      &mapping->inode) >= 0;
}

/* Calls `is_it` until that says yes; `any`: there was something to read. */
static bool search(const char *process, bool (*is_it)(const struct mapping *), bool *any)
{
	struct mapping mapping;
	char path[64], *line = NULL;
	snprintf(path, sizeof path, "/proc/%s/maps", process);
	size_t size = 0;
	bool found = false;
	FILE *maps = fopen(path, "re");
	*any = false;
	while (maps && !found && next(maps, &mapping, &line, &size)) {
		*any = true;
		found = is_it(&mapping);
	}
	if (maps)
		fclose(maps);
	free(line);
	return found;
}

static uintptr_t sought;
static struct mapping own;

static bool is_ours(const struct mapping *mapping)
{
	if (mapping->start != sought)
		return false;
	own = *mapping;
	return true;
}

static bool is_the_same(const struct mapping *mapping)
{
	return mapping->inode == own.inode && strcmp(mapping->device, own.device) == 0;
}

bool has_mapped(int pid, const void *mapped)
{
	char process[16];
	bool any;
	sought = (uintptr_t)mapped;
	if (!own.start && !search("self", is_ours, &any))
		return true;
	snprintf(process, sizeof process, "%d", pid);
	return search(process, is_the_same, &any) || !any;
}
