/* SPDX-License-Identifier: MIT
 *
 * The functions whose hooks are to be put in place, by address and by name. They are
 * found in libraries.c.
 */
#pragma once

#include "adapter.h"

struct function {
	const char *name;
	void *found, *hook;
	/* In how many objects it is; where there are several, a call that is not bound
	 * yet is left alone, for which it means is not known. */
	const uint16_t *definitions;
};

enum { MOST_FUNCTIONS = 512 };

/* Past the limit, and what is known already, is left out. */
void functions_add(const struct function *function);
void functions_forget(void);
unsigned functions_count(void);

/* NULL: it is none of them. */
const struct function *functions_at(const void *address);
const struct function *functions_named(const char *name);
