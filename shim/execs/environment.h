/* SPDX-License-Identifier: MIT
 *
 * Reading the environment that a program will get, and paths: memory of the program's,
 * which may be anywhere, or nowhere.
 */
#pragma once

#include "recorder/recording.h"

/* What of it matters, or that nothing could be read. */
struct environment {
	bool is_readable;
	enum escape_cause cause; /* why no shim will come of it; CAUSE_UNKNOWN: it will */
	bool is_traced;          /* LD_TRACE_LOADED_OBJECTS */
	bool has_token;          /* ld.so finds the shim that fits the processor */
	char shim[256];          /* its path; "" where it has a token, or is too long */
	char file[256];          /* FORKSEED_AUDIT's; "" where it is too long */
};

void environment_read(struct environment *read, char *const environment[]);

/* Copies one of a list of texts: false where it can't be read, is not there, or does not
 * fit. */
bool environment_word(char *to, size_t room, char *const words[], int which);

/* Copies a text: false where it can't be read, or does not fit. */
bool environment_copy(char *to, size_t room, const char *from);
