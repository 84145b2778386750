/* SPDX-License-Identifier: MIT */
/*
 * The other half of the proof: ld.so can say that the shim is loaded, but not that it
 * works. forkseed-probe, a program of our own, forks under the shim and the system's
 * loader, libc and kernel, and says what its children drew.
 */
#include "doctor.h"
#include <string.h>
#include <unistd.h>

static char *probe(const char *path, const char *shim)
{
	const char *const words[] = {path, NULL};
	const char *const settings[] = {join("LD_PRELOAD=", shim, NULL), NULL};
	return output_of(words, settings);
}

const char *tell_probe(const char *shim)
{
	const char *path = beside_launcher("forkseed-probe");
	if (!path || access(path, X_OK) < 0) {
		tell("probe: forkseed-probe is not beside forkseed, so not tried", NULL);
		return NULL;
	}
	const char *said = probe(path, shim);
	if (!said || !strstr(said, "streams=8 "))
		return "would get a shim that does not work here: children of a test "
		       "program repeat each other's numbers";
	tell("random(): ",
	     strstr(said, "state=own") ? "libc's own state"
				       : "a separate state beside libc's, which callers "
					 "that reach libc directly do not share",
	     NULL);
	tell("probe: 8 children of a test program draw 8 streams", NULL);
	return NULL;
}
