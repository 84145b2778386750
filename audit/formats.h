/* SPDX-License-Identifier: MIT */
/*
 * What CI systems read without a plugin, each in the format of its own.
 */
#ifndef FORKSEED_FORMATS_H
#define FORKSEED_FORMATS_H

#include "annotations.h"
#include <stdio.h>

/* A name, which launcher/options.c has too, and whether it needs a file; each is written
 * by format-NAME.c. */
#define FORMATS(X)                                                                       \
	X(github, false) /* workflow commands, on stderr */                              \
	X(gitlab, true)  /* Code Quality, JSON */                                        \
	X(junit, true)   /* JUnit XML */

enum {
#define X(name, needs_file) FORMAT_##name,
	FORMATS(X) FORMATS_LISTED
#undef X
};

/* What was asked for. */
struct formats {
	bool any, wanted[FORMATS_LISTED];
	const char *files[FORMATS_LISTED];
};

#define X(name, needs_file)                                                              \
	void format_##name(FILE *to, const struct annotations *annotations);
FORMATS(X)
#undef X

/* NAME, or NAME:FILE where it needs a file; false when it is neither. */
bool formats_take(struct formats *formats, const char *word);

/* NULL, or the name of the file that could not be written; errno says why. */
const char *formats_write(const struct formats *formats,
			  const struct annotations *annotations);

#endif
