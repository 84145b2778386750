/* SPDX-License-Identifier: MIT
 *
 * Any other processor: which relocations put a function's address somewhere is not known,
 * so none is touched, and the runtimes of shim/adapters/ stay as they are.
 */
#pragma once

#include <link.h>
#include <stdbool.h>

typedef ElfW(Rela) relocation;
enum {
	RELOCATIONS = DT_RELA,
	RELOCATIONS_SIZE = DT_RELASZ,
	RELOCATIONS_RELATIVE = DT_RELACOUNT,
	RELOCATIONS_KNOWN = 0,
};

static inline unsigned long relocation_symbol(const relocation *one)
{
	(void)one;
	return 0;
}

static inline bool relocation_is_lazy(const relocation *one)
{
	(void)one;
	return false;
}

static inline bool relocation_is_address(const relocation *one)
{
	(void)one;
	return false;
}
