/* SPDX-License-Identifier: MIT */
/*
 * What an interpreter was executing at a recorded place, and the one line to name when
 * there is room for one.
 */
#ifndef FORKSEED_SCRIPTS_H
#define FORKSEED_SCRIPTS_H

#include "trace.h"

struct script_frame {
	const char *file, *function;
	int line; /* 0: not known */
	bool is_library;
};

struct script {
	const struct script_frame *frames; /* the innermost first */
	int count;
	uint32_t id; /* the record; 0: no script */
	bool is_cut; /* there were more */
};

#define SCRIPT_CUT "more frames than are shown"

/* The script of a record; never NULL, and the same one for the same record. */
const struct script *script_of(const struct records *records, uint32_t reference);

/* The same of text that another record has, by its id. */
const struct script *script_from(const char *text, size_t size, uint32_t id, bool is_cut);

/* The innermost frame that is not in a library, or else the innermost; NULL without any.
 */
const struct script_frame *script_top(const struct script *script);

/* The script in the form of a backtrace, in which its libraries' frames are like libc's;
 * without a script the backtrace itself. For readers that want one line of the program's
 * own, as trace_top() does. Either may be NULL. */
const struct trace *script_or_trace(const struct script *script,
				    const struct trace *trace);

#endif
