/* SPDX-License-Identifier: MIT */
/*
 * A program of an audited tree that overwrites its own record, the first, by a complete
 * one of no size.
 */
#include "../../shim/recorder/recording.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(void)
{
	char path[PATH_MAX];
	const struct record nothing = {.complete = 1};
	snprintf(path, sizeof path, "%s" RECORDING_SUFFIX, getenv("FORKSEED_AUDIT"));
	int fd = open(path, O_WRONLY);
	return pwrite(fd, &nothing, sizeof nothing, RECORDING_FIRST) != sizeof nothing;
}
