/* SPDX-License-Identifier: MIT */
/*
 * A code object's table of lines, in another process: for an instruction its line. Each
 * form of the table is documented in CPython's Objects/lnotab_notes.txt or
 * Objects/locations.md (InternalDocs/code_objects.md).
 */
#ifndef FORKSEED_PYTHON_LINES_H
#define FORKSEED_PYTHON_LINES_H

#include <stdint.h>

struct python_lines {
	int form;       /* frames_layout.unit: 1 up to 3.9, 2 in 3.10, 0 from 3.11 on */
	uint64_t table; /* an object of bytes, */
	uint64_t type;  /* which are of this type */
	int first;      /* the code's first line */
};

/* 0: there is none, or it is no such table. */
int python_line(const struct python_lines *lines, int instruction);

#endif
