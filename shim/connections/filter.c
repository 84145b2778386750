/* SPDX-License-Identifier: MIT
 *
 * One word, which children inherit with the filter.
 */
#include "filter.h"

#include <stdatomic.h>

enum { OFF, ON_IN_CHILD, ON };
static _Atomic int state = OFF;

bool filter_is_on(void)
{
	return state != OFF;
}

void filter_put_on(bool in_vfork_child)
{
	int off = OFF;
	if (in_vfork_child)
		atomic_compare_exchange_strong(&state, &off, ON_IN_CHILD);
	else
		state = ON;
}

/* After each fork: to write, were it the same again, would copy a page. */
void filter_left_child(void)
{
	int child = ON_IN_CHILD;
	if (state == ON_IN_CHILD)
		atomic_compare_exchange_strong(&state, &child, OFF);
}
