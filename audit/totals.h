/* SPDX-License-Identifier: MIT */
/*
 * Counts in words, for the summary.
 */
#ifndef FORKSEED_TOTALS_H
#define FORKSEED_TOTALS_H

#include "json.h"

/* "1 group", "2 groups". */
void totals_count(FILE *to, unsigned long long count, const char *what);

/* What could not be seen, a line each. */
void totals_limits(FILE *to, const struct records *records, const struct totals *totals);

/* The summary's last line. */
void totals_line(FILE *to, size_t groups, const struct totals *totals);

#endif
