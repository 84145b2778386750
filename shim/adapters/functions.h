/* SPDX-License-Identifier: MIT
 *
 * Where the loaded libraries have the functions that adapters name. One definition of
 * each counts: the first in load order, as the dynamic linker would bind it.
 */
#pragma once

#include "adapter.h"

/* A function whose hook is to be put in place. */
struct function {
	const char *name;
	void *found, *hook;
	uint32_t definitions; /* in how many objects; more than one: unbound calls are
				 left alone, for which they mean is not known */
};

enum { MOST_FUNCTIONS = 512 };

/* Looks through the objects that have come since the last time, starts the adapters that
 * are complete by them. True where there are hooks to be put in place. Parent only, or
 * where the program itself opens objects. */
bool functions_find(void);

/* By address, and by name: NULL where it is none of them. Safe anywhere. */
const struct function *functions_at(const void *address);
const struct function *functions_named(const char *name);

/* Whether the object of that number in a walk has come since functions_are_placed() was
 * called last; all have where another was closed. */
bool functions_is_new(unsigned index);
void functions_are_placed(void);

/* True for the objects of forkseed's own that adapters and their services are in. */
struct dl_phdr_info;
bool functions_are_in(const struct dl_phdr_info *object);
