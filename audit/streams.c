/* SPDX-License-Identifier: MIT */
/*
 * Numbers for inherited streams, so that a reader can tell whose are the same. The hash
 * that the shim recorded goes no further: a report says which states are equal, and
 * nothing that helps to guess one.
 */
#include "verdicts.h"

#include <stdlib.h>
#include <string.h>

/* Equal streams side by side, each in the order of recording. */
static int compare(const void *left, const void *right)
{
	const struct verdict *a = *(struct verdict *const *)left;
	const struct verdict *b = *(struct verdict *const *)right;
	int order = strcmp(a->generator, b->generator);
	if (order == 0)
		order = (a->state > b->state) - (a->state < b->state);
	return order ? order : (a > b) - (a < b);
}

static bool is_same(const struct verdict *one, const struct verdict *other)
{
	return one->state == other->state &&
	       strcmp(one->generator, other->generator) == 0;
}

/* For now each verdict holds the index, from 1 on, of the first one with its stream. */
static void find_first(struct verdicts *verdicts, struct verdict **sorted, size_t count)
{
	for (size_t i = 0; i < count; i++)
		sorted[i]->stream = i && is_same(sorted[i - 1], sorted[i])
					    ? sorted[i - 1]->stream
					    : (unsigned)(sorted[i] - verdicts->list) + 1;
}

void streams_number(struct verdicts *verdicts)
{
	size_t count = 0;
	struct verdict **sorted = calloc(verdicts->count + 1, sizeof *sorted);
	if (!sorted)
		abort();
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
