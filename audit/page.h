/* SPDX-License-Identifier: MIT */
/*
 * The report for people with a browser: one HTML file that needs no other.
 */
#ifndef FORKSEED_PAGE_H
#define FORKSEED_PAGE_H

#include "json.h"

/* False when it could not be written; errno says why. */
bool page_write(FILE *to, struct records *records, const struct verdicts *verdicts,
		const struct groups *groups, const struct totals *totals);

#endif
