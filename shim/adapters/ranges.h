/* SPDX-License-Identifier: MIT
 *
 * Where a library's code lies, for hooks that tell its own calls from the program's.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct range {
	uintptr_t begin, end;
};

/* The mapping of a loaded object that has this address; empty where there is none. Not in
 * a child between its fork and the program's own code. */
struct range range_of(const void *address);

/* True where it is in the executable itself, whose own calls go by no slot. */
bool range_is_programs(const void *address);

static inline bool range_has(struct range range, const void *address)
{
	return (uintptr_t)address >= range.begin && (uintptr_t)address < range.end;
}
