/* SPDX-License-Identifier: MIT */
/*
 * forkseed-audit FILE: turns the recording FILE.raw into a report, FILE in JSON Lines and
 * a summary on stderr, a page, and what CI systems read. The launcher runs it for --audit
 * and the options that imply it.
 */
#include "../launcher/printable.h"
#include "busy.h"
#include "escapes.h"
#include "formats.h"
#include "output.h"
#include "page.h"
#include "stuck/stuck.h"
#include "summary.h"
#include "unwatched.h"

#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { EXIT_CLEAN, EXIT_FINDINGS, EXIT_FAILED = 125 };

struct options {
	const char *file, *suppressions, *page;
	struct formats formats;
	bool no_file; /* no JSON Lines */
	bool tries;   /* look at the suppressions only */
	bool strict;  /* what could not be seen is a finding */
	int stuck;    /* the process to look at instead of a recording, or 0 */
	int seconds;  /* for which it has not moved */
};

static const char *usage =
	"Usage: forkseed-audit [--suppressions=FILE] [--summary] [--strict]\n"
	"                      [--report=PAGE] [--format=FORMAT]... FILE\n"
	"Report on the recording FILE.raw: findings as JSON Lines in FILE, and a summary "
	"on\nstderr; with --summary nothing but that. With --strict what could "
	"not be seen\nis a finding. --report also writes an HTML page, "
	"and\n--format github (workflow commands, on stderr), gitlab:FILE (Code Quality) "
	"or\njunit:FILE (JUnit XML).\n"
	"Exit status: 0 no findings, 1 findings or an incomplete recording, 125 the "
	"report"
	"\nfailed.\n";

static _Noreturn void __attribute__((format(printf, 1, 2))) die(const char *format, ...)
{
	va_list values;
	va_start(values, format);
	char *text;
	busy_end();
	if (vasprintf(&text, format, values) > 0)
		fprintf(stderr, "forkseed: %s\n", printable(text));
	va_end(values);
	exit(EXIT_FAILED);
}

static struct options take_options(int argc, char **argv)
{
	static const struct option known[] = {
		{"suppressions", required_argument, NULL, 's'},
		{"report", required_argument, NULL, 'r'},
		{"format", required_argument, NULL, 'f'},
		{"summary", no_argument, NULL, 'n'},
		{"try", no_argument, NULL, 't'},
		{"strict", no_argument, NULL, 'x'},
		{"stuck", required_argument, NULL, 'p'},
		{"seconds", required_argument, NULL, 'c'},
		{"help", no_argument, NULL, 'h'},
		{"version", no_argument, NULL, 'v'},
		{0},
	};
	struct options options = {0};
	for (int word; (word = getopt_long(argc, argv, "", known, NULL)) != -1;)
		switch (word) {
		case 's':
			options.suppressions = optarg;
			break;
		case 'r':
			options.page = optarg;
			break;
		case 'f':
			if (!formats_take(&options.formats, optarg))
				die("--format can't take '%s': see forkseed-audit --help",
				    optarg);
			break;
		case 'n':
			options.no_file = true;
			break;
		case 't':
			options.tries = true;
			break;
		case 'x':
			options.strict = true;
			break;
		case 'p':
			options.stuck = atoi(optarg);
			break;
		case 'c':
			options.seconds = atoi(optarg);
			break;
		case 'h':
			exit(fputs(usage, stdout) < 0 || fflush(stdout) != 0 ? EXIT_FAILED
									     : 0);
		case 'v':
			exit(puts("forkseed-audit " FORKSEED_VERSION) < 0 ? EXIT_FAILED
									  : 0);
		default:
			exit(EXIT_FAILED);
		}
	if (!options.tries && !options.stuck && optind != argc - 1)
		die("expected one FILE: see forkseed-audit --help");
	options.file = argv[optind];
	return options;
}

static struct suppressions *read_suppressions(const char *path)
{
	char *error = NULL;
	struct suppressions *suppressions = path ? suppressions_read(path, &error) : NULL;
	if (error)
		die("suppressions: %s", error);
	return suppressions;
}

static struct records open_recording(const char *file)
{
	struct records records;
	char *path;
	if (asprintf(&path, "%s" RECORDING_SUFFIX, file) < 0)
		die("out of memory");
	const char *error = records_open(&records, path);
	if (error)
		die("%s: %s", path, error);
	FOR_EACH_RECORD(&records, RECORD_RUNNING, struct escape_record, running, id)
	records.running += running->number;
	return records;
}

static FILE *opened(const char *path)
{
	FILE *to = output_open(path);
	if (!to)
		die("%s: %s", path, strerror(errno));
	return to;
}

static void close_output(FILE *to, bool written, const char *path)
{
	if (!written || fclose(to) != 0)
		die("%s: %s", path, strerror(errno));
}

static void write_file(const char *path, const struct records *records,
		       const struct verdicts *verdicts, const struct totals *totals)
{
	FILE *to = opened(path);
	close_output(to, json_write(to, records, verdicts, totals), path);
}

static void write_page(const char *path, struct records *records,
		       const struct verdicts *verdicts, const struct groups *groups,
		       const struct totals *totals)
{
	FILE *to = opened(path);
	close_output(to, page_write(to, records, verdicts, groups, totals), path);
}

static void write_formats(const struct formats *formats, const struct records *records,
			  const struct verdicts *verdicts, const struct groups *groups,
			  const struct totals *totals)
{
	struct annotations annotations =
		annotations_of(records, verdicts, groups, totals);
	const char *failed = formats_write(formats, &annotations);
	if (failed)
		die("%s: %s", failed, strerror(errno));
}

static struct totals count(const struct records *records, const struct verdicts *verdicts,
			   const struct verdicts *unwatched)
{
	struct totals totals = {
		.harmless = verdicts->harmless,
		.unstarted = records->unstarted + escapes_unstarted(records),
		.lost = records->recording->lost,
		.unseen = records->recording->unseen,
		.unwatched = *unwatched,
		.not_watched = unwatched_count(unwatched) + unwatched_count(verdicts),
	};
	for (size_t i = 0; i < verdicts->count; i++)
		*(verdicts->list[i].suppressed ? &totals.suppressed : &totals.findings) +=
			1;
	FOR_EACH_RECORD(records, RECORD_PROCESS, struct process_record, process, id)
	totals.processes++;
	return totals;
}

static int status_of(const struct options *options, const struct records *records,
		     const struct totals *totals)
{
	bool is_blind = totals->lost || records->torn ||
			(options->strict && (totals->unseen || records->running));
	return totals->findings || is_blind ? EXIT_FINDINGS : EXIT_CLEAN;
}

int main(int argc, char **argv)
{
	struct options options = take_options(argc, argv);
	if (options.stuck)
		return stuck_look(options.stuck, options.seconds, options.file);
	struct suppressions *suppressions = read_suppressions(options.suppressions);
	if (options.tries)
		return EXIT_CLEAN;
	busy_begin();
	struct records records = open_recording(options.file);
	struct verdicts verdicts = verdicts_of(&records);
	if (suppressions)
		suppressions_apply(suppressions, &verdicts);
	struct verdicts unwatched = {0};
	if (!options.strict)
		unwatched = unwatched_set_aside(&verdicts);
	struct groups groups = groups_of(&verdicts);
	struct totals totals = count(&records, &verdicts, &unwatched);
	if (!options.no_file)
		write_file(options.file, &records, &verdicts, &totals);
	summary_write(stderr, &records, &groups, &totals);
	if (options.page)
		write_page(options.page, &records, &verdicts, &groups, &totals);
	if (suppressions)
		summary_unused(stderr, options.suppressions, suppressions);
	if (options.formats.any)
		write_formats(&options.formats, &records, &verdicts, &groups, &totals);
	busy_end();
	return status_of(&options, &records, &totals);
}
