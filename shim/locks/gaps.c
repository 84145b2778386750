/* SPDX-License-Identifier: MIT
 *
 * Six integers or pointers are more than any of these functions takes; clone(2), which
 * takes more, and those with other arguments have always been libc's.
 */
#include "next.h"

#include "gaps.h"

#include <errno.h>

typedef long any(long, long, long, long, long, long);

static bool is_filled(void *const *place, any *gap)
{
	next_find_late();
	if (*place != (void *)gap)
		return true;
	errno = ENOSYS;
	return false;
}

#define GAP(name)                                                                        \
	static seldom long gap_##name(long a, long b, long c, long d, long e, long f)    \
	{                                                                                \
		void **place = (void **)&next.name;                                      \
		return is_filled(place, gap_##name) ? ((any *)*place)(a, b, c, d, e, f)  \
						    : -1;                                \
	}
BY_HAND(GAP)
#define CALL(when, type, name, parameters, arguments) GAP(name)
#define VOID(when, name, parameters, arguments) GAP(name)
#include "table.h"
#undef CALL
#undef VOID

void *const gaps[] = {
#define X(name) (void *)gap_##name,
	BY_HAND(X)
#define CALL(when, type, name, parameters, arguments) X(name)
#define VOID(when, name, parameters, arguments) X(name)
#include "table.h"
};
