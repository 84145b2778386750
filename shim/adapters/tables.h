/* SPDX-License-Identifier: MIT
 *
 * Hooks for a table of functions that a library hands out, where no relocation tells
 * whose they are.
 */
#pragma once

#include <stdbool.h>

struct table_hook {
	unsigned index; /* in the table */
	void *hook;     /* NULL: the list's end */
	void **next;    /* where the library's own goes, unless it is there already */
};

/* Puts them there; false, and then only some are, where the table has others than `next`
 * says, or can't be written to. As slots_fill(). */
bool tables_fill(void **table, const struct table_hook *hooks);
