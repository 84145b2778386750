/* SPDX-License-Identifier: MIT */
/*
 * The objects of a living process for elfutils' libdwfl, from its maps.
 */
#include "stuck.h"

#include <stdlib.h>

static char *debug_path;
static const Dwfl_Callbacks callbacks = {
	.find_elf = dwfl_linux_proc_find_elf,
	.find_debuginfo = dwfl_standard_find_debuginfo,
	.debuginfo_path = &debug_path,
};

Dwfl *objects_open(int pid)
{
	unsetenv("DEBUGINFOD_URLS"); /* no network */
	Dwfl *dwfl = dwfl_begin(&callbacks);
	if (!dwfl)
		return NULL;
	dwfl_linux_proc_report(dwfl, pid);
	dwfl_report_end(dwfl, NULL, NULL);
	return dwfl;
}
