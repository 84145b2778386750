/* SPDX-License-Identifier: MIT */
/*
 * What a CI system is told: an entry for each group of findings, for a recording that is
 * not complete, and for each suppression that was used. All text is UTF-8.
 */
#ifndef FORKSEED_ANNOTATIONS_H
#define FORKSEED_ANNOTATIONS_H

#include "json.h"

enum annotation_state {
	ANNOTATION_FINDING,
	ANNOTATION_INCOMPLETE,
	ANNOTATION_SUPPRESSED
};

struct annotation {
	enum annotation_state state;
	const char *kind;
	const char *path; /* NULL: no line is known; otherwise as places.h has it */
	int line;
	const char *program;  /* a path likewise; NULL of a suppression */
	const char *title;    /* what happened, to how many */
	const char *text;     /* where, and what to do; lines */
	const char *identity; /* no other one's, and the same on every run */
	bool healed;
	bool is_security; /* groups.h */
	int sites[4];     /* tells apart what has one identity otherwise */
};

struct annotations {
	struct annotation *list;
	size_t count;
	size_t findings, incomplete, suppressed; /* how many of each state */
	const char *started;                     /* UTC, as ISO 8601 has it */
};

struct annotations annotations_of(const struct records *records,
				  const struct verdicts *verdicts,
				  const struct groups *groups,
				  const struct totals *totals);

#endif
