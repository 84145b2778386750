/* SPDX-License-Identifier: MIT */
/*
 * Numbers for inherited streams, so that a reader can tell whose are the same. The hash
 * that the shim recorded goes no further: a report says which states are equal, and
 * nothing that helps to guess one.
 */
#include "verdicts.h"

#include <stdlib.h>
#include <string.h>

int streams_order(const struct verdict *one, const struct verdict *other)
{
	int order = strcmp(one->generator, other->generator);
	return order ? order : (one->state > other->state) - (one->state < other->state);
}

/* Equal streams side by side, each in the order of recording. */
static int compare(const void *left, const void *right)
{
	const struct verdict *a = *(struct verdict *const *)left;
	const struct verdict *b = *(struct verdict *const *)right;
	int order = streams_order(a, b);
	return order ? order : (a > b) - (a < b);
}

/* For now each verdict holds the index, from 1 on, of the first one with its stream. */
static void find_first(struct verdicts *verdicts, struct verdict **sorted, size_t count)
{
	for (size_t i = 0; i < count; i++)
		sorted[i]->stream = i && streams_order(sorted[i - 1], sorted[i]) == 0
					    ? sorted[i - 1]->stream
					    : (unsigned)(sorted[i] - verdicts->list) + 1;
}

void streams_number(struct verdicts *verdicts)
{
	size_t count = 0;
	struct verdict **sorted = calloc(verdicts->count + 1, sizeof *sorted);
	for (size_t i = 0; i < verdicts->count; i++)
		if (verdicts->list[i].state)
			sorted[count++] = &verdicts->list[i];
	qsort(sorted, count, sizeof *sorted, compare);
	find_first(verdicts, sorted, count);
	free(sorted);
	unsigned streams = 0;
	for (size_t i = 0; i < verdicts->count; i++) {
		struct verdict *verdict = &verdicts->list[i];
		bool is_first = verdict->stream == i + 1;
		if (verdict->stream)
			verdict->stream =
				is_first ? ++streams
					 : verdicts->list[verdict->stream - 1].stream;
	}
}
