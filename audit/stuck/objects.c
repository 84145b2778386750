/* SPDX-License-Identifier: MIT */
/*
 * The objects of a living process for elfutils' libdwfl, from its maps. In another mount
 * namespace (a container) their paths are not ours: another file may lie there.
 */
#include "../../launcher/roots.h"
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

static int find_elf(Dwfl_Module *module, void **user, const char *name, Dwarf_Addr base,
		    char **path, Elf **elf)
{
	char there[PATH_MAX + 64];
	const char *inside = roots_name(process, name);
	snprintf(there, sizeof there, "/proc/%d/root%s", process, inside ? inside : name);
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

Dwfl *objects_open(int pid)
{
	process = pid;
	is_elsewhere = roots_is_elsewhere(pid);
	unsetenv("DEBUGINFOD_URLS"); /* no network */
	Dwfl *dwfl = dwfl_begin(&callbacks);
	if (!dwfl)
		return NULL;
	dwfl_linux_proc_report(dwfl, pid);
	dwfl_report_end(dwfl, NULL, NULL);
	return dwfl;
}
