/* SPDX-License-Identifier: MIT */
/*
 * What nobody watched, by the launcher's records: findings, or lines of the summary.
 */
#include "unwatched.h"
#include "escapes.h"
#include "seeds.h"
#include "summary.h"

#include <stdlib.h>
#include <string.h>

/* A program that was run many times in audits of its own is told once. */
static bool is_told(const struct verdicts *verdicts, const char *program,
		    const char *detail)
{
	for (size_t i = verdicts->count; i-- > 0;) {
		const struct verdict *told = &verdicts->list[i];
		if (strcmp(told->kind, "unwatched") != 0)
			return false;
		if (strcmp(told->program, program) == 0 &&
		    strcmp(told->detail, detail) == 0)
			return true;
	}
	return false;
}

void unwatched_judge(const struct records *records, struct verdicts *verdicts)
{
	FOR_EACH_RECORD(records, RECORD_UNWATCHED, struct escape_record, unwatched, id)
	{
		const char *program = records_text(&unwatched->head, unwatched->path);
		const char *detail = escapes_unwatched(unwatched);
		if (is_told(verdicts, program, detail))
			continue;
		struct verdict *verdict = verdicts_add(verdicts);
		verdict->kind = "unwatched";
		verdict->detail = detail;
		verdict->program = program;
	}
}

struct verdicts unwatched_set_aside(struct verdicts *verdicts)
{
	struct verdicts aside = {0};
	size_t first = verdicts->count;
	while (first && strcmp(verdicts->list[first - 1].kind, "unwatched") == 0)
		first--;
	aside.list = verdicts->list + first;
	aside.count = verdicts->count - first;
	verdicts->count = first;
	return aside;
}

unsigned unwatched_count(const struct verdicts *verdicts)
{
	unsigned count = 0;
	for (size_t i = 0; i < verdicts->count; i++)
		count += !verdicts->list[i].suppressed &&
			 strcmp(verdicts->list[i].kind, "unwatched") == 0;
	return count;
}

void unwatched_write(FILE *to, const struct verdicts *aside)
{
	for (size_t i = 0; i < aside->count; i++)
		if (!aside->list[i].suppressed)
			fprintf(to, "forkseed: not watched in %s: %s\n",
				summary_printable(aside->list[i].program),
				summary_printable(aside->list[i].detail));
}
