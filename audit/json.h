/* SPDX-License-Identifier: MIT */
/*
 * The report for machines: JSON Lines, as docs/audit.md has it.
 */
#ifndef FORKSEED_JSON_H
#define FORKSEED_JSON_H

#include "groups.h"
#include <stdio.h>

enum { JSON_SCHEMA = 1 };

/* What the report's page has beside the lines, or instead of parts of them. */
struct page_extras {
	size_t most; /* processes and findings, each, that are written */
};

struct totals {
	unsigned processes, suppressed, findings, harmless, unstarted;
	unsigned not_watched;
	unsigned long long lost, unseen;
	struct verdicts unwatched; /* where these are no findings */
};

/* False when it could not be written; errno says why. */
bool json_write(FILE *to, const struct records *records, const struct verdicts *verdicts,
		const struct totals *totals);

/* The same for the page: traces and scripts are lines of their own and referred to by
 * number. */
void json_write_for_page(FILE *to, const struct records *records,
			 const struct verdicts *verdicts, const struct totals *totals,
			 const struct page_extras *extras);

/* A JSON string, or null. It never ends an HTML script element. */
void json_string(FILE *to, const char *text);

/* ,"NAME":"text" or ,"NAME":null */
void json_member(FILE *to, const char *name, const char *text);

#endif
