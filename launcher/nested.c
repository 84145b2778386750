/* SPDX-License-Identifier: MIT */
/*
 * An audit within another one: `forkseed --check` in front of `make test`, and of a test
 * that this runs. What runs below the inner launcher is the inner audit's: the outer one
 * does not look for escapes there, and its report says who has it.
 */
#include "../shim/recorder/recording.h"
#include "launcher.h"
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/* A launcher that lives is an audit's; or will be the command in a moment. */
bool is_inner_launcher(int pid)
{
	char path[32];
	snprintf(path, sizeof path, "/proc/%d/exe", pid);
	return is_launcher(path);
}

void nested_tell(const char *program)
{
	const char *file = getenv("FORKSEED_AUDIT");
	struct recording *outer =
		file && *file ? recording_map(join(file, RECORDING_SUFFIX, NULL)) : NULL;
	if (!outer)
		return;
	tell_unwatched(outer, getpid(), program, UNWATCHED_NESTED);
	munmap(outer, RECORDING_SIZE);
}
