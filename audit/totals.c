/* SPDX-License-Identifier: MIT */
/*
 * The end of the summary: what could not be seen, and how many there were of what.
 */
#include "totals.h"
#include "unwatched.h"

#include <string.h>

void totals_count(FILE *to, unsigned long long count, const char *what)
{
	fprintf(to, "%llu %s%s", count, what,
		count == 1                      ? ""
		: what[strlen(what) - 1] == 's' ? "es"
						: "s");
}

static void write_limit(FILE *to, const char *before, unsigned long long count,
			const char *what, const char *one, const char *several)
{
	if (!count)
		return;
	fprintf(to, "forkseed: %s", before);
	totals_count(to, count, what);
	fprintf(to, " %s\n", count == 1 ? one : several);
}

void totals_limits(FILE *to, const struct records *records, const struct totals *totals)
{
	write_limit(to, "", totals->lost, "record", "was lost: there was no room",
		    "were lost: there was no room");
	write_limit(to, "", records->torn, "record",
		    "is unfinished: its process was killed",
		    "are unfinished: their process was killed");
	if (totals->unseen)
		fprintf(to,
			"forkseed: not looked at: %llu seedings and draws past the "
			"64th of a process\n",
			totals->unseen);
	unwatched_write(to, &totals->unwatched);
	write_limit(to, "", totals->unstarted, "program",
		    "left no trace of its start: killed while it was loaded, most likely",
		    "left no trace of their start: killed while they were loaded, most "
		    "likely");
	write_limit(to, "", records->running, "process",
		    "was still running, and not waited for",
		    "were still running, and not waited for");
}

void totals_line(FILE *to, size_t groups, const struct totals *totals)
{
	fputs(groups ? "\nforkseed: " : "forkseed: ", to);
	totals_count(to, totals->findings, "finding");
	fputs(" in ", to);
	totals_count(to, groups, "group");
	fputs(", ", to);
	totals_count(to, totals->processes, "process");
	if (totals->suppressed)
		fprintf(to, ", %u suppressed", totals->suppressed);
	if (totals->harmless)
		fprintf(to, ", %u harmless (daemon)", totals->harmless);
	putc('\n', to);
}
