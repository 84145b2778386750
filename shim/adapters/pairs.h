/* SPDX-License-Identifier: MIT
 *
 * Tables in an object's data whose rows are a name and a function, from which an
 * interpreter takes its functions when a library of it is opened (Lua's luaL_Reg). They
 * have no symbols: a row is known by its name and by what stands beside it.
 */
#pragma once

#include <link.h>
#include <stdbool.h>

struct pair {
	const char *name;
	void *function;
};

/* The row of that object which `fits`; `left` is how many are behind it, at most. NULL:
 * there is none, or more than one. Not in a child between its fork and the program's own
 * code. */
struct pair *pairs_find(const struct dl_phdr_info *object,
			bool (*fits)(const struct dl_phdr_info *object,
				     const struct pair *row, unsigned long left));

/* True where the row has that name; reads nothing outside the object. */
bool pair_is_called(const struct dl_phdr_info *object, const struct pair *row,
		    const char *name);

/* True where its function lies in the object's code. */
bool pair_has_code(const struct dl_phdr_info *object, const struct pair *row);

/* Another function, atomically, though the row may be read-only. False: it can't be
 * written to. */
bool pair_write(const struct dl_phdr_info *object, struct pair *row, void *function);
