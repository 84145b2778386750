/* SPDX-License-Identifier: MIT */
/*
 * Generators without a name in a file.
 */
#ifndef FORKSEED_SHAPE_H
#define FORKSEED_SHAPE_H

#include "field.h"

/* Larger files are not read through; who asks says so. */
#define LARGEST_SHAPED ((size_t)1 << 29)

/* Has the file's content a mark of the kinds TEXT and CODE? */
bool shape_fits(const struct mark *mark, const struct elf_file *file);

#endif
