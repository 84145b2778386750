/* SPDX-License-Identifier: MIT */
/*
 * What nobody watched: generators that an audit does not see, libraries that our hooks
 * are not seen by. No finding, as it is not known whether a child drew from them, unless
 * the check is strict.
 */
#ifndef FORKSEED_AUDIT_UNWATCHED_H
#define FORKSEED_AUDIT_UNWATCHED_H

#include "verdicts.h"
#include <stdio.h>

/* Adds verdicts of the kind "unwatched"; after all others. */
void unwatched_judge(const struct records *records, struct verdicts *verdicts);

/* Takes them away again, for a check that is not strict. */
struct verdicts unwatched_set_aside(struct verdicts *verdicts);
/* How many of them are not suppressed; and a line for each of these. */
unsigned unwatched_count(const struct verdicts *verdicts);
void unwatched_write(FILE *to, const struct verdicts *aside);

#endif
