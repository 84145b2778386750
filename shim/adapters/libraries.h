/* SPDX-License-Identifier: MIT
 *
 * Which loaded objects have the functions that adapters name. One definition of each
 * counts: the first in load order, as the dynamic linker would bind it.
 */
#pragma once

#include <stdbool.h>

/* Looks through the objects that have come since the last time and starts the adapters
 * that are complete by them. True where there are hooks to be put in place. In the
 * parent, or where the program itself opens objects; one thread at a time. */
bool libraries_find(void);

/* Whether the object of that number in a walk has come since libraries_are_met() was
 * called last; all have where one was closed, or where there are more hooks now. */
bool libraries_is_new(unsigned index);
void libraries_are_met(void);

/* The program has closed an object: adapters whose library is gone forget it, and are
 * started anew by another one, though it may lie where theirs did. As libraries_find().
 */
void libraries_leave(void);

/* Shows an object that has come to the adapters that want to see it, and whose library is
 * there. */
struct dl_phdr_info;
struct object;
void libraries_meet(const struct dl_phdr_info *info, struct object *object);

/* True for the objects of forkseed's own that adapters and their services are in. */
bool libraries_is_ours(const struct dl_phdr_info *object);
