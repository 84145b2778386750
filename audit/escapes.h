/* SPDX-License-Identifier: MIT */
/*
 * Which of the processes that were not seen are findings.
 */
#ifndef FORKSEED_ESCAPES_H
#define FORKSEED_ESCAPES_H

#include "records.h"

/* Whether the escape that is the recording's index-th record counts: its process did not
 * come back, and no record before says the same. */
bool escapes_count(const struct records *records, size_t index);

/* What of a program's generators nobody watched, in words. */
const char *escapes_unwatched(const struct escape_record *record);

/* Programs that were to start with the shim, and of which there is no sign. */
unsigned escapes_unstarted(const struct records *records);

/* Why, in words; "" where it is not known. */
const char *escapes_cause(const struct escape_record *escape);

/* What to do about that cause; NULL: what is advised for any. */
const char *escapes_advice(const char *cause);

/* The shim is in it, and heals it, but does not record. */
bool escapes_is_healed(const struct escape_record *escape);

#endif
