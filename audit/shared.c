/* SPDX-License-Identifier: MIT */
/*
 * Streams that the program asked for, by a seed or a state of its own, and that the shim
 * therefore leaves alone. One process that draws from such a stream does what it was
 * told; several that go on from one state repeat each other.
 */
#include "verdicts.h"

#include <stdlib.h>
#include <string.h>

static bool is_shared(const struct verdict *verdict)
{
	return strcmp(verdict->kind, "shared") == 0;
}

/* Equal streams side by side. */
static int compare(const void *left, const void *right)
{
	const struct verdict *a = *(struct verdict *const *)left;
	const struct verdict *b = *(struct verdict *const *)right;
	int order = streams_order(a, b);
	return order ? order : (a->process > b->process) - (a->process < b->process);
}

/* How many of one stream begin the list; they are findings if their processes differ. */
static size_t judge_run(struct verdict *const *run, size_t count)
{
	size_t end = 1;
	while (end < count && streams_order(run[0], run[end]) == 0)
		end++;
	if (run[0]->process != run[end - 1]->process)
		for (size_t i = 0; i < end; i++)
			run[i]->kind = "inherited";
	return end;
}

static void remove_shared(struct verdicts *verdicts)
{
	size_t left = 0;
	for (size_t i = 0; i < verdicts->count; i++)
		if (!is_shared(&verdicts->list[i]))
			verdicts->list[left++] = verdicts->list[i];
	verdicts->count = left;
}

void shared_judge(struct verdicts *verdicts)
{
	struct verdict **sorted = calloc(verdicts->count + 1, sizeof *sorted);
	size_t count = 0, at = 0;
	for (size_t i = 0; i < verdicts->count; i++)
		if (is_shared(&verdicts->list[i]))
			sorted[count++] = &verdicts->list[i];
	qsort(sorted, count, sizeof *sorted, compare);
	while (at < count)
		at += judge_run(&sorted[at], count - at);
	free(sorted);
	remove_shared(verdicts);
}
