/* SPDX-License-Identifier: MIT */
/*
 * Where the shim is: beside the launcher in a build tree; in LIBDIR when installed. An
 * installed tree also works from another place (a DESTDIR), because the launcher first
 * looks for LIBDIR at the same distance from itself.
 */
#define _GNU_SOURCE
#include "launcher.h"
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

/*
 * Set by `make install`. SHIM_TOKEN is the same place as SHIM_FILE, spelt with ld.so's
 * $LIB where that fits, so that in a tree of 32 and 64 bit programs each gets its own.
 */
#ifndef FORKSEED_LAUNCHER_FILE
#define FORKSEED_LAUNCHER_FILE "/usr/local/bin/forkseed"
#define FORKSEED_SHIM_FILE "/usr/local/lib/forkseed/libforkseed.so"
#define FORKSEED_SHIM_TOKEN FORKSEED_SHIM_FILE
#endif

/* /proc/self/exe; "" where there is no /proc. */
static const char *own_path(void)
{
	static char path[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
	path[length > 0 ? length : 0] = 0;
	return path;
}

const char *beside_launcher(const char *name)
{
	const char *own = own_path(), *slash = strrchr(own, '/');
	if (!slash)
		return NULL;
	return join(strndup(own, (size_t)(slash - own)), "/", name, NULL);
}

/* What stands before the path given at installation: "", or DESTDIR. */
static const char *moved_to(const char *own)
{
	const char *planned = FORKSEED_LAUNCHER_FILE;
	size_t length = strlen(own), tail = strlen(planned);
	if (length <= tail || strcmp(own + length - tail, planned) != 0)
		return "";
	return strndup(own, length - tail);
}

static const char *usable(const char *path)
{
	if (strpbrk(path, " :$"))
		die(EXIT_OWN_ERROR,
		    "LD_PRELOAD can't hold a path with a space, ':' or '$': ", path,
		    " (move it elsewhere)", NULL);
	return path;
}

static bool open_shim(const char *path, struct elf_file *shim)
{
	if (!elf_open(shim, path)) {
		if (errno == ENOENT || errno == ENOTDIR)
			return false;
		die(EXIT_OWN_ERROR, "cannot read the shim ", path, ": ", strerror(errno),
		    " (make it readable, or reinstall)", NULL);
	}
	if (!elf_is_elf(shim))
		die(EXIT_OWN_ERROR, "the shim ", path,
		    " is damaged: build or install it again", NULL);
	struct statvfs system;
	if (statvfs(path, &system) == 0 && system.f_flag & ST_NOEXEC)
		die(EXIT_OWN_ERROR, "the shim ", path,
		    " is on a file system mounted noexec, so that ld.so can't load it "
		    "(install it elsewhere)",
		    NULL);
	return true;
}

const char *shim_path(struct elf_file *shim)
{
	const char *own = own_path(), *near = beside_launcher("libforkseed.so");
	if (near && open_shim(near, shim))
		return usable(near);
	const char *places[] = {moved_to(own), ""};
	for (int i = 0; i < 2; i++)
		if (open_shim(join(places[i], FORKSEED_SHIM_FILE, NULL), shim)) {
			usable(join(places[i], FORKSEED_SHIM_FILE, NULL));
			return join(places[i], FORKSEED_SHIM_TOKEN, NULL);
		}
	die(EXIT_OWN_ERROR, "the shim is neither ", near ? near : "beside the launcher",
	    " nor ", FORKSEED_SHIM_FILE, ": run make, or make install", NULL);
}

/* "/dir/libforkseed.so": "/dir/libforkseed-connections.so". */
static const char *sibling(const char *shim, const char *end)
{
	return join(strndup(shim, strlen(shim) - strlen(".so")), end, NULL);
}

const char *shim_file(const char *end)
{
	const char *near = beside_launcher("libforkseed.so"),
		   *moved = moved_to(own_path());
	const char *places[] = {near ? near : "", join(moved, FORKSEED_SHIM_FILE, NULL),
				FORKSEED_SHIM_FILE};
	for (int i = 0; i < 3; i++)
		if (access(places[i], F_OK) == 0)
			return sibling(places[i], end);
	return NULL;
}
static const char *sibling_path(const char *shim, const char *end, const char *what)
{
	bool is_token = strchr(shim, '$');
	const char *file = is_token ? FORKSEED_SHIM_FILE : shim;
	const char *moved = is_token ? moved_to(own_path()) : "";
	const char *path = sibling(join(moved, file, NULL), end);
	if (access(path, R_OK) < 0)
		die(EXIT_OWN_ERROR, what, " needs ", path, ": ", strerror(errno),
		    " (run make, or make install)", NULL);
	return sibling(shim, end);
}

const char *connections_path(const char *shim)
{
	return sibling_path(shim, "-connections.so", "--connections");
}

const char *locks_path(const char *shim)
{
	return sibling_path(shim, "-locks.so", "--locks");
}

const char *execs_path(const char *shim)
{
	return sibling_path(shim, "-execs.so", "an audit");
}
