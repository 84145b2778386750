/* SPDX-License-Identifier: MIT */
/*
 * Whether what the launcher works with is of its own version: a shim, forkseed-audit or
 * the probe may be left from another installation. Each has its version in a section of
 * its file (shim/version.S); nothing is run for it.
 */
#include "doctor/elf-names.h"
#include "launcher.h"
#include <string.h>
#include <unistd.h>

/* "PATH (VERSION)", behind what is listed already; or what is listed, if it is ours. */
static const char *with_part(const char *list, const char *path)
{
	struct elf_file file;
	if (!path || access(path, F_OK) < 0)
		return list;
	const char *version = elf_open(&file, path)
				      ? elf_section_text(&file, ".forkseed_version")
				      : NULL;
	if (version && strcmp(version, FORKSEED_VERSION) == 0)
		return list;
	return join(list, *list ? ", " : "", path, " (", version ? version : "unknown",
		    ")", NULL);
}

const char *stale_parts(void)
{
	static const char *const shims[] = {".so",        "-connections.so", "-locks.so",
					    "-execs.so",  "-adapters.so",    "-musl.so",
					    "-musl-probe"};
	const char *list = "";
	for (size_t i = 0; i < sizeof shims / sizeof *shims; i++)
		list = with_part(list, shim_file(shims[i]));
	list = with_part(list, beside_launcher("forkseed-audit"));
	list = with_part(list, beside_launcher("forkseed-probe"));
	if (!*list)
		return NULL;
	return join("not of this version, " FORKSEED_VERSION ": ", list,
		    ": build or install all of it again", NULL);
}
