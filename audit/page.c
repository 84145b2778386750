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

static void note_signs(struct records *records)
{
	FOR_EACH_RECORD(records, RECORD_PROCESS, struct process_record, process, id)
	{
		records_sign(records, id, process->head.time);
		records_sign(records, process->parent, process->head.time);
	}
	FOR_EACH_RECORD(records, RECORD_SEED, struct seed_record, seed, reference)
	records_sign(records, seed->head.process, seed->head.time);
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

bool page_write(FILE *to, struct records *records, const struct verdicts *verdicts,
		const struct groups *groups, const struct totals *totals)
{
	static const char placeholder[] = "@DATA@";
	const size_t length = sizeof placeholder - 1;
	size_t size = (size_t)(page_template_end - page_template);
	const char *data = memmem(page_template, size, placeholder, length);
	if (!data)
		abort();
	struct page_extras extras = {.most = MOST};
	note_signs(records);
	fwrite(page_template, 1, (size_t)(data - page_template), to);
	json_write_for_page(to, records, verdicts, totals, &extras);
	write_advice(to, groups);
	fwrite(data + length, 1, (size_t)(page_template_end - data) - length, to);
	return fflush(to) == 0 && !ferror(to);
}
