/* SPDX-License-Identifier: MIT */
/*
 * The objects of a living process for elfutils' libdwfl, from its maps. In another mount
 * namespace (a container) their paths are not ours: another file may lie there.
 */
#include "stuck.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char *debug_path;
static int process;
static bool is_elsewhere;

/* Seen from outside of its chroot, a name begins with its root's. */
static const char *in_its_root(const char *name)
{
	char link[64], root[PATH_MAX] = "";
	snprintf(link, sizeof link, "/proc/%d/root", process);
	ssize_t length = readlink(link, root, sizeof root - 1);
	bool is_below = length > 1 && strncmp(name, root, (size_t)length) == 0 &&
			name[length] == '/';
	return name + (is_below ? length : 0);
}

static int find_elf(Dwfl_Module *module, void **user, const char *name, Dwarf_Addr base,
		    char **path, Elf **elf)
{
	char there[PATH_MAX + 64];
	snprintf(there, sizeof there, "/proc/%d/root%s", process, in_its_root(name));
	int fd = is_elsewhere && *name == '/' ? open(there, O_RDONLY | O_CLOEXEC) : -1;
	if (fd >= 0)
		*path = strdup(name);
	else if (!is_elsewhere || *name != '/')
		fd = dwfl_linux_proc_find_elf(module, user, name, base, path, elf);
	return fd;
}

static const Dwfl_Callbacks callbacks = {
	.find_elf = find_elf,
	.find_debuginfo = dwfl_standard_find_debuginfo,
	.debuginfo_path = &debug_path,
};

bool objects_are_elsewhere(int pid)
{
	char path[64], mine[64] = "", theirs[64] = "";
	snprintf(path, sizeof path, "/proc/%d/ns/mnt", pid);
	return readlink("/proc/self/ns/mnt", mine, sizeof mine - 1) > 0 &&
	       readlink(path, theirs, sizeof theirs - 1) > 0 && strcmp(mine, theirs) != 0;
}

Dwfl *objects_open(int pid)
{
	process = pid;
	is_elsewhere = objects_are_elsewhere(pid);
	unsetenv("DEBUGINFOD_URLS"); /* no network */
	Dwfl *dwfl = dwfl_begin(&callbacks);
	if (!dwfl)
		return NULL;
	dwfl_linux_proc_report(dwfl, pid);
	dwfl_report_end(dwfl, NULL, NULL);
	return dwfl;
}
