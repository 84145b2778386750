/* SPDX-License-Identifier: MIT
 *
 * Slots: the places in loaded objects that hold a function's address (GOT entries and
 * pointers in data), and putting hooks there. Why not by names that the shim exports: a
 * library's function that nobody has but we would be found by whoever asks whether it is
 * there (weak references, dlsym(3)); each name costs every program memory; and what is
 * opened with RTLD_DEEPBIND looks elsewhere first.
 */
#pragma once

#include <stdbool.h>

/* Puts the hooks of functions.h into all objects that have come since the last time.
 * Stores are atomic: other threads may be calling. Parent only, or where the program
 * itself opens objects. */
void slots_fill(void);

/* Hooks for a table of functions that a library hands out, where no relocation tells
 * whose they are. */
struct table_hook {
	unsigned index; /* in the table */
	void *hook;     /* NULL: the list's end */
	void **next;    /* where the library's own goes, unless it is there already */
};

/* Puts them there; false, and then only some are, where the table has others than `next`
 * says, or can't be written to. As slots_fill(). */
bool slots_fill_table(void **table, const struct table_hook *hooks);
