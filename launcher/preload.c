/* SPDX-License-Identifier: MIT */
/*
 * The new LD_PRELOAD. The caller's list stays as it stands (blanks and colons are both
 * legal separators); what is already in it is not put in again.
 */
#include "launcher.h"
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static bool same_file(const char *one, const char *other)
{
	struct stat a, b;
	return stat(one, &a) == 0 && stat(other, &b) == 0 && a.st_dev == b.st_dev &&
	       a.st_ino == b.st_ino;
}

static bool lists(const char *preload, const char *shim)
{
	char *rest = strdup(preload);
	for (char *item; (item = strsep(&rest, " :"));)
		if (*item && (strcmp(item, shim) == 0 || same_file(item, shim)))
			return true;
	return false;
}

static bool starts_with(const char *preload, const char *item)
{
	size_t length = strlen(item);
	return strncmp(preload, item, length) == 0 && strchr(" :", preload[length]);
}

static const char *prepend(const char *item, const char *preload)
{
	return *preload ? join(item, ":", preload, NULL) : item;
}

static const char *with_shim(const char *preload, const char *shim, const char *asan)
{
	if (!lists(preload, shim))
		preload = prepend(shim, preload);
	if (asan && !starts_with(preload, asan))
		preload = prepend(asan, preload);
	return preload;
}

/* Whatever it holds beside "off"; what is wrong with it was said. */
bool wants_second(const char *mode)
{
	return mode && *mode && strncmp(mode, "off", 3) != 0;
}

const char *preload_for(const struct target *target, const char *preload,
			const char *shim, bool audits)
{
	const char *asan = needed_asan(target, preload);
	if (audits)
		preload = with_shim(preload, execs_path(shim), NULL);
	if (wants_second(getenv("FORKSEED_LOCKS")))
		preload = with_shim(preload, locks_path(shim), NULL);
	if (wants_second(getenv("FORKSEED_CONNECTIONS")))
		preload = with_shim(preload, connections_path(shim), NULL);
	preload = with_shim(preload, shim, asan);
	/* In front: what a program of musl starts may be one of glibc. */
	return is_of_musl(target) && musl_shim() ? with_shim(preload, musl_shim(), NULL)
						 : preload;
}
