/* SPDX-License-Identifier: MIT */
/*
 * The report for machines: JSON Lines, as docs/audit.md has it.
 */
#ifndef FORKSEED_JSON_H
#define FORKSEED_JSON_H

#include "groups.h"
#include <stdio.h>

enum { JSON_SCHEMA = 1 };

struct totals {
	unsigned processes, suppressed, findings, harmless;
	unsigned long long lost, unseen;
};

/* False when it could not be written; errno says why. */
bool json_write(FILE *to, const struct records *records, const struct verdicts *verdicts,
		const struct totals *totals);

#endif
