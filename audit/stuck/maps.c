/* SPDX-License-Identifier: MIT */
/*
 * Which mapping of a process an address lies in, by /proc/PID/maps (proc(5)).
 */
#include "stuck.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool parse(const char *line, struct mapping *mapping)
{
	unsigned long long start, end;
	char rights[8];
	*mapping->path = 0;
	if (sscanf(line, "%llx-%llx %7s %*s %*s %*s %511[^\n]", &start, &end, rights,
		   mapping->path) < 3)
		return false;
	mapping->start = start;
	mapping->end = end;
	mapping->is_shared = rights[3] == 's';
	return true;
}

bool mapping_of(int pid, uint64_t address, struct mapping *mapping)
{
	char path[64], *line = NULL;
	size_t size = 0;
	uint64_t object_end = 0;
	bool found = false;
	snprintf(path, sizeof path, "/proc/%d/maps", pid);
	FILE *maps = fopen(path, "re");
	while (maps && !found && getline(&line, &size, maps) > 0) {
		if (!parse(line, mapping))
			continue;
		found = mapping->start <= address && address < mapping->end;
		bool follows = !*mapping->path && mapping->start == object_end;
		mapping->behind = follows ? object_end - 1 : 0;
		object_end = *mapping->path == '/' ? mapping->end : 0;
	}
	free(line);
	if (maps)
		fclose(maps);
	return found;
}
