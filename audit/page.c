/* SPDX-License-Identifier: MIT */
/*
 * The page's template (report.html with report.css and report.js, linked in by
 * template.S) with the data where it says @DATA@: JSON Lines, as docs/audit.md has them.
 * Nothing here knows what the page looks like.
 */
#include "page.h"
#include "summary.h"

#include <stdlib.h>
#include <string.h>

enum { MOST = 30000 };

extern const char page_template[], page_template_end[];

/* A process was there when it recorded something, and when it forked. */
static void see(int64_t *seen, uint32_t process, int64_t time)
{
	if (seen[process] < time)
		seen[process] = time;
}

static int64_t *last_signs(const struct records *records)
{
	size_t units = (size_t)(records->recording->mark.size / RECORDING_UNIT) + 1;
	int64_t *seen = calloc(units, sizeof *seen);
	if (!seen)
		abort();
	FOR_EACH_RECORD(records, RECORD_PROCESS, struct process_record, process, id)
	{
		see(seen, id, process->head.time);
		if (process->parent < units)
			see(seen, process->parent, process->head.time);
	}
	FOR_EACH_RECORD(records, RECORD_SEED, struct seed_record, seed, id)
	if (seed->head.process < units)
		see(seen, seed->head.process, seed->head.time);
	FOR_EACH_RECORD(records, RECORD_FINDING, struct finding_record, finding, id)
	if (finding->head.process < units)
		see(seen, finding->head.process, finding->head.time);
	return seen;
}

static void write_advice(FILE *to, const struct groups *groups)
{
	for (size_t i = 0; i < groups->count; i++) {
		fprintf(to,
			"{\"type\":\"group\",\"id\":%zu,\"count\":%u,\"processes\":%u,"
			"\"advice\":",
			i + 1, groups->list[i].count, groups->list[i].processes);
		json_string(to, summary_advice(&groups->list[i]));
		fputs("}\n", to);
	}
}

bool page_write(FILE *to, const struct records *records, const struct verdicts *verdicts,
		const struct groups *groups, const struct totals *totals)
{
	static const char placeholder[] = "@DATA@";
	const size_t length = sizeof placeholder - 1;
	size_t size = (size_t)(page_template_end - page_template);
	const char *data = memmem(page_template, size, placeholder, length);
	if (!data)
		abort();
	struct page_extras extras = {.seen = last_signs(records), .most = MOST};
	fwrite(page_template, 1, (size_t)(data - page_template), to);
	json_write_for_page(to, records, verdicts, totals, &extras);
	write_advice(to, groups);
	fwrite(data + length, 1, (size_t)(page_template_end - data) - length, to);
	return fflush(to) == 0 && !ferror(to);
}
