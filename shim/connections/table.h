/* SPDX-License-Identifier: MIT
 *
 * Where descriptors.c keeps what it knows: a byte for each descriptor, and, in pieces
 * that are mapped when a number that high is first used, what there is to say of some. A
 * small program stays small: mlockall(2) counts what is mapped, used or not.
 */
#pragma once

#include "descriptors.h"

enum { TABLE_MOST = 65536 }; /* descriptors beyond are left alone */

/* In the parent, once. Publishes watch_marks. */
void table_start(void);

/* NULL where there is none yet. Safe anywhere. */
struct descriptor *table_at(int fd);

/* Made where there is none; NULL when no memory is to be had, or a filter of system calls
 * may kill for asking. Safe anywhere. */
struct descriptor *table_make(int fd);

/* The next one that a fork looks at (MARKED), from `fd` on up to `highest`, or
 * TABLE_MOST. */
int table_next_marked(int fd, int highest);
