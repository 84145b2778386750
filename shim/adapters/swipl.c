/* SPDX-License-Identifier: MIT
 *
 * A state's first seed, before anything of the program's can have been run, is
 * SWI-Prolog's own (pl-arith.c, init_random()); and so is what comes later from the same
 * place in its code, which is set_random(seed(random)).
 */
#include "swipl.h"
#include "ranges.h"

#include <stdatomic.h>
#include <stddef.h>

static struct range library;
static const void *_Atomic made;
static const void *_Atomic place; /* where its own seeding returns to */

void swipl_start(const void *function)
{
	library = function ? range_of(function) : (struct range){0, 0};
	place = NULL;
}

void swipl_makes(const void *state, const void *caller)
{
	if (range_has(library, caller))
		made = state;
}

bool swipl_seeds_itself(const void *state, const void *caller)
{
	const void *first = state;
	if (!range_has(library, caller))
		return false;
	if (atomic_compare_exchange_strong(&made, &first, NULL))
		place = caller;
	return place == caller;
}
