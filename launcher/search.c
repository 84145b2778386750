/* SPDX-License-Identifier: MIT */
/*
 * Which file a command's name stands for, by execvp's rules: the launcher has to look at
 * the file before it runs it.
 */
#define _GNU_SOURCE
#include "launcher.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef SYS_faccessat2
#define SYS_faccessat2 439 /* Linux 5.8, everywhere */
#endif

/* access(2) first: faccessat2(2) is newer than some containers' filters, and refused
 * there (runc before 1.0.0-rc93). Where access says no, it may have left out the
 * capabilities of a user who is not root; glibc's eaccess(3) asks no better where the ids
 * are the same. */
static bool may_execute(const char *path)
{
	bool is_same = geteuid() == getuid() && getegid() == getgid();
	return (is_same && access(path, X_OK) == 0) ||
	       syscall(SYS_faccessat2, AT_FDCWD, path, X_OK, AT_EACCESS) == 0 ||
	       eaccess(path, X_OK) == 0;
}

/* 0 or the exit status that running this file would lead to. */
static int try_file(const char *path)
{
	struct stat st;
	if (stat(path, &st) < 0)
		return errno == EACCES ? EXIT_CANNOT_EXECUTE : EXIT_NOT_FOUND;
	if (!S_ISREG(st.st_mode) || !may_execute(path))
		return EXIT_CANNOT_EXECUTE;
	return 0;
}

int find_command(const char *name, const char **path)
{
	int status = EXIT_NOT_FOUND;
	*path = name;
	if (!*name || strchr(name, '/'))
		return *name ? try_file(name) : status;
	const char *directories = getenv("PATH");
	char *rest = strdup(directories ? directories : "/bin:/usr/bin");
	for (char *directory; (directory = strsep(&rest, ":"));) {
		const char *file = join(directory, *directory ? "/" : "", name, NULL);
		int result = try_file(file);
		if (result == 0) {
			*path = file;
			return 0;
		}
		if (result == EXIT_CANNOT_EXECUTE)
			status = result;
	}
	return status;
}
