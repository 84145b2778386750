/* SPDX-License-Identifier: MIT */
/*
 * daemon(3) ends the parent: where one process alone of a run of the program drew from an
 * inherited state, nobody else goes on with that stream, and it is no finding. Another
 * run that gives the same seed has a stream of its own.
 */
#include "daemons.h"

#include <stdlib.h>
#include <string.h>

static bool is_in_daemon(const struct trace *fork)
{
	for (int i = 0; fork && i < fork->count && fork->frames[i].is_libc; i++)
		if (fork->frames[i].function &&
		    strcmp(fork->frames[i].function, "daemon") == 0)
			return true;
	return false;
}

static bool may_be_harmless(const struct verdict *verdict)
{
	return strcmp(verdict->kind, "inherited") == 0 &&
	       is_in_daemon(verdict->where->fork);
}

struct drawn {
	struct verdict *verdict;
	uint32_t image;
};

/* Equal for one state of one run. */
static int compare_states(const struct drawn *a, const struct drawn *b)
{
	if (a->image != b->image)
		return a->image < b->image ? -1 : 1;
	return streams_order(a->verdict, b->verdict);
}

static int compare(const void *one, const void *other)
{
	const struct drawn *a = one, *b = other;
	int order = compare_states(a, b);
	uint32_t p = a->verdict->process, q = b->verdict->process;
	return order ? order : (p > q) - (p < q);
}

/* How many of one state begin the list. */
static size_t judge_run(struct drawn *run, size_t count)
{
	size_t end = 1;
	while (end < count && compare_states(run, &run[end]) == 0)
		end++;
	bool is_alone = run[0].verdict->process == run[end - 1].verdict->process;
	for (size_t i = 0; is_alone && i < end; i++)
		if (may_be_harmless(run[i].verdict))
			run[i].verdict->kind = "";
	return end;
}

static void judge_all(const struct records *records, struct verdicts *verdicts)
{
	struct drawn *sorted = calloc(verdicts->count + 1, sizeof *sorted);
	for (size_t i = 0; i < verdicts->count; i++) {
		struct verdict *verdict = &verdicts->list[i];
		const struct process_record *process =
			records_at(records, verdict->process, RECORD_PROCESS);
		sorted[i] = (struct drawn){verdict, process ? process->image : 0};
	}
	qsort(sorted, verdicts->count, sizeof *sorted, compare);
	for (size_t at = 0; at < verdicts->count;)
		at += judge_run(&sorted[at], verdicts->count - at);
	free(sorted);
}

static void remove_harmless(struct verdicts *verdicts)
{
	size_t left = 0;
	for (size_t i = 0; i < verdicts->count; i++)
		if (*verdicts->list[i].kind)
			verdicts->list[left++] = verdicts->list[i];
	verdicts->harmless = (unsigned)(verdicts->count - left);
	verdicts->count = left;
}

void daemons_judge(const struct records *records, struct verdicts *verdicts)
{
	size_t i = 0;
	while (i < verdicts->count && !may_be_harmless(&verdicts->list[i]))
		i++;
	if (i == verdicts->count)
		return;
	judge_all(records, verdicts);
	remove_harmless(verdicts);
}
