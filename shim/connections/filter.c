/* SPDX-License-Identifier: MIT
 *
 * One word, which children inherit with the filter.
 */
#include "filter.h"

static _Atomic bool is_on;

bool filter_is_on(void)
{
	return is_on;
}

void filter_put_on(void)
{
	is_on = true;
}
