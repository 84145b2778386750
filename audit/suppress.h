/* SPDX-License-Identifier: MIT */
/*
 * Suppressions: findings that somebody has looked at and lives with, in a file in the
 * manner of valgrind's.
 */
#ifndef FORKSEED_SUPPRESS_H
#define FORKSEED_SUPPRESS_H

#include "verdicts.h"

struct suppressions;

/* NULL with a message, "FILE:LINE: what is wrong", where the file can't be used. */
struct suppressions *suppressions_read(const char *path, char **error);

/* Marks the verdicts that one matches; how many. */
unsigned suppressions_apply(struct suppressions *suppressions, struct verdicts *verdicts);

/* The name of the next one after `name` (NULL: the first) that matched nothing, with its
 * line; NULL at the end. */
const char *suppressions_next_unused(const struct suppressions *suppressions,
				     const char *name, int *line);

#endif
