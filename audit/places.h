/* SPDX-License-Identifier: MIT */
/*
 * The one place in the sources at which a group of findings is shown, and paths as a
 * reader of the repository has them.
 */
#ifndef FORKSEED_PLACES_H
#define FORKSEED_PLACES_H

#include "verdicts.h"

struct place {
	const char *path; /* NULL: no line of a source is known */
	int line;
};

/* Where it drew or seeded, else where it forked, else where the stream was seeded. */
struct place place_of(const struct records *records, const struct verdict *verdict);

/* The file of a frame that has one; relative where it lies in the repository. */
const char *place_file(const struct frame *frame);

/* A path that begins with the directory of the repository without that; any other as it
 * is. */
const char *place_relative(const char *path);

#endif
