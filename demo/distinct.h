/* SPDX-License-Identifier: MIT */
/* How many different things an array holds: the one question that the demos share.
 * Sorts the array. What counts as equal is the caller's to say, as for qsort(3). */
#ifndef DEMO_DISTINCT_H
#define DEMO_DISTINCT_H

#include <stddef.h>
#include <stdlib.h>

static inline size_t sort_and_count_distinct(void *array, size_t count, size_t size,
					     int (*compare)(const void *, const void *))
{
	const char *items = array;
	size_t distinct = count > 0;

	qsort(array, count, size, compare);
	for (size_t i = 1; i < count; i++)
		distinct += compare(items + (i - 1) * size, items + i * size) != 0;
	return distinct;
}

#endif
