/* SPDX-License-Identifier: MIT */
/*
 * AddressSanitizer's shared runtime aborts unless it is the first library, so it has to
 * stand before the shim in LD_PRELOAD. A runtime linked into the program needs nothing.
 */
#include "launcher.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool is_asan(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	return strncmp(name, "libasan.so", 10) == 0 ||
	       strncmp(name, "libclang_rt.asan", 16) == 0;
}

static const char *listed_asan(const char *preload)
{
	char *rest = strdup(preload);
	for (char *item; (item = strsep(&rest, " :"));)
		if (is_asan(item))
			return item;
	return NULL;
}

/* "$ORIGIN/lib" or "${ORIGIN}/lib" as ld.so would read it for this program. */
static const char *expand_origin(const char *directory, const char *program)
{
	const char *const tokens[] = {"$ORIGIN", "${ORIGIN}"};
	for (int i = 0; i < 2; i++) {
		size_t length = strlen(tokens[i]);
		char *origin, *slash;
		if (strncmp(directory, tokens[i], length) != 0)
			continue;
		if (!(origin = realpath(program, NULL)) ||
		    !(slash = strrchr(origin, '/')))
			return directory;
		*slash = 0;
		return join(origin, directory + length, NULL);
	}
	return directory;
}

/*
 * The bare name would do for the program itself; the full path also serves its children,
 * which inherit LD_PRELOAD but not the program's run path.
 */
static const char *in_run_path(const char *soname, const struct target *target)
{
	const char *path = elf_dynamic_string(&target->elf, DT_RUNPATH, 0);
	if (!path)
		path = elf_dynamic_string(&target->elf, DT_RPATH, 0);
	char *rest = path ? strdup(path) : NULL;
	for (char *directory; (directory = strsep(&rest, ":"));) {
		directory =
			join(expand_origin(directory, target->path), "/", soname, NULL);
		if (!strpbrk(directory, " :$") && access(directory, R_OK) == 0)
			return directory;
	}
	return soname;
}

/*
 * Only the program's own list counts: one that gets the runtime through a library aborts
 * without us as well, unless its user puts the runtime into LD_PRELOAD.
 */
const char *needed_asan(const struct target *target, const char *preload)
{
	const char *soname, *listed = listed_asan(preload);
	if (listed || !elf_is_elf(&target->elf))
		return listed;
	for (int i = 0; (soname = elf_dynamic_string(&target->elf, DT_NEEDED, i)); i++)
		if (is_asan(soname))
			return strchr(soname, '/') ? soname : in_run_path(soname, target);
	return NULL;
}
