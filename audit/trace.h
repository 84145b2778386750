/* SPDX-License-Identifier: MIT */
/*
 * Backtraces out of recorded places, by elfutils' libdw: it unwinds by .eh_frame and by
 * .debug_frame (the shim itself has only that), goes on by frame pointers where there is
 * neither, and names functions, files and lines, from separate debug files too. It never
 * runs in the audited process.
 */
#ifndef FORKSEED_TRACE_H
#define FORKSEED_TRACE_H

#include "records.h"

struct frame {
	uint64_t pc;
	const char *function;  /* NULL: no symbol */
	uint64_t offset;       /* into the function, or into the object without one */
	const char *file;      /* NULL: no debug information */
	const char *directory; /* of the compilation: what `file` may be relative to */
	int line;
	const char *object; /* path, or NULL: not known */
	char build_id[2 * RECORDING_BUILD_ID + 1];
	bool is_inlined; /* into the frame behind it */
	bool is_libc;    /* libc's or the shim's: never where a bug is */
};

struct trace {
	struct frame *frames; /* without the shim's own at the top */
	int count;
	uint32_t site;     /* where it was recorded; 0: nowhere */
	const char *ended; /* why it is shorter than it was, or NULL */
};

/* The trace of a recorded place; never NULL. Traces are kept. */
const struct trace *trace_of(const struct records *records, uint32_t site);

/* The frame to name when there is room for one: the first of the program's own; NULL
 * where there is none. */
const struct frame *trace_top(const struct trace *trace);

#endif
