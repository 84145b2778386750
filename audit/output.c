/* SPDX-License-Identifier: MIT */
/*
 * The audited command had these files within its reach: what it left in their place is
 * not waited for, not followed, and not written to if it has another name under which it
 * is somebody's. The launcher has tried them before the command ran (launcher/outputs.c).
 */
#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* An errno value. */
static int objection(int fd)
{
	struct stat st;
	if (fstat(fd, &st) < 0)
		return errno;
	if (!S_ISREG(st.st_mode))
		return 0;
	if (st.st_nlink > 1)
		return EMLINK;
	return ftruncate(fd, 0) < 0 ? errno : 0;
}

FILE *output_open(const char *path)
{
	/* O_NONBLOCK: a FIFO without a reader fails, and does not wait for one. */
	int fd = open(path, O_WRONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC,
		      0666);
	if (fd < 0)
		return NULL;
	int error = objection(fd);
	FILE *to = error ? NULL : fdopen(fd, "w");
	if (to)
		return to;
	error = error ? error : errno;
	close(fd);
	errno = error;
	return NULL;
}
