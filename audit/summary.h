/* SPDX-License-Identifier: MIT */
/*
 * The report for people, on stderr.
 */
#ifndef FORKSEED_SUMMARY_H
#define FORKSEED_SUMMARY_H

#include "json.h"
#include "suppress.h"

void summary_write(FILE *to, const struct records *records, const struct groups *groups,
		   const struct totals *totals);

/* The suppressions that matched nothing, a line each. */
void summary_unused(FILE *to, const char *file, const struct suppressions *suppressions);

/* A group's first line, without its end; the lines below it, each indented. */
void summary_headline(FILE *to, const struct group *group);
void summary_details(FILE *to, const struct records *records, const struct group *group);

/* Parts of these: a frame on one line, the frame that matters of a trace, and a name as
 * it may go out. */
void summary_frame(FILE *to, const struct frame *frame);
void summary_script_frame(FILE *to, const struct script_frame *frame);
void summary_place(FILE *to, const char *what, const struct trace *trace,
		   const struct script *script);
const char *summary_printable(const char *name);

/* What to do about it. */
const char *summary_advice(const struct group *group);

#endif
