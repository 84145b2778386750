/* SPDX-License-Identifier: MIT */
/*
 * Making the entries. An entry's identity has names only: neither pids nor counts, which
 * differ between runs, nor lines, which move when something above them is edited.
 */
#include "annotations.h"
#include "places.h"
#include "summary.h"
#include "utf8.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static char *__attribute__((format(printf, 1, 2))) printed(const char *format, ...)
{
	va_list values;
	char *raw;
	va_start(values, format);
	if (vasprintf(&raw, format, values) < 0)
		abort();
	va_end(values);
	char *text = utf8_of(raw);
	free(raw);
	return text;
}

static struct annotation *add(struct annotations *to, enum annotation_state state,
			      const char *kind)
{
	struct annotation *new = &to->list[to->count++];
	*new = (struct annotation){.state = state, .kind = printed("%s", kind)};
	return new;
}

static const char *headline(const struct group *group)
{
	char *raw;
	size_t size;
	FILE *to = open_memstream(&raw, &size);
	if (!to)
		abort();
	summary_headline(to, group);
	fclose(to);
	return printed("%s", raw);
}

/* In place: the summary's lines stand four columns in. */
static void move_left(char *text)
{
	static const char indent[] = "    ";
	char *to = text;
	for (bool begins = true; *text; begins = to[-1] == '\n') {
		if (begins && strncmp(text, indent, sizeof indent - 1) == 0)
			text += sizeof indent - 1;
		*to++ = *text++;
	}
	to[-(to[-1] == '\n')] = 0;
}

static const char *details(const struct records *records, const struct group *group)
{
	char *raw;
	size_t size;
	FILE *to = open_memstream(&raw, &size);
	if (!to)
		abort();
	summary_details(to, records, group);
	fclose(to);
	move_left(raw);
	return printed("%s", raw);
}

/* ", WHAT FUNCTION (FILE)", or as much of it as is known. */
static const char *site(const char *what, const struct trace *trace)
{
	const struct frame *top = trace ? trace_top(trace) : NULL;
	if (!top || (!top->function && !top->object))
		return "";
	const char *name = top->function ? top->function : place_relative(top->object);
	if (!top->file)
		return printed(", %s %s", what, name);
	return printed(", %s %s (%s)", what, name, place_file(top));
}

static void set_site(int site[2], const struct trace *trace)
{
	const struct frame *top = trace ? trace_top(trace) : NULL;
	site[0] = top ? top->line : 0;
	site[1] = top ? (int)top->offset : 0;
}

static void add_group(struct annotations *to, const struct records *records,
		      const struct group *group)
{
	const struct verdict *first = group->first;
	const struct trace *fork =
		script_or_trace(first->where->fork_script, first->where->fork);
	const struct trace *draw =
		script_or_trace(first->where->draw_script, first->where->draw);
	struct annotation *new = add(to, ANNOTATION_FINDING, first->kind);
	struct place place = place_of(records, first);
	new->path = place.path ? printed("%s", place.path) : NULL;
	new->line = place.line;
	new->program = printed("%s", place_relative(first->program));
	new->title = headline(group);
	new->text = details(records, group);
	new->healed = group->healed == group->count;
	new->is_security = groups_are_security(first);
	new->identity =
		printed("%s%sin %s%s%s", first->generator, *first->generator ? " " : "",
			new->program, site("forked in", fork), site("in", draw));
	set_site(new->sites, draw);
	set_site(new->sites + 2, fork);
}

/* --check fails then, and so must what is read instead of its status. */
static void add_incomplete(struct annotations *to, const struct records *records,
			   const struct totals *totals)
{
	if (!totals->lost && !records->torn)
		return;
	struct annotation *new = add(to, ANNOTATION_INCOMPLETE, "incomplete");
	const char *program = "?";
	FOR_EACH_RECORD(records, RECORD_PROCESS, struct process_record, process, id)
	if (*program == '?' && *records_program(records, id))
		program = records_program(records, id);
	new->program = printed("%s", place_relative(program));
	new->title = "the recording is not complete";
	new->text = printed("%llu records were lost: there was no room\n"
			    "%u records are unfinished: their process was killed",
			    totals->lost, records->torn);
	new->identity = "the recording is complete";
}

/* `text` is the suppression's name, and sites[0] how many it covers. */
static struct annotation *suppressed_by(struct annotations *all, const char *name)
{
	for (size_t i = 0; i < all->count; i++)
		if (all->list[i].state == ANNOTATION_SUPPRESSED &&
		    all->list[i].text == name)
			return &all->list[i];
	struct annotation *new = add(all, ANNOTATION_SUPPRESSED, "suppressed");
	new->text = name;
	new->identity = printed("%s", name);
	return new;
}

static void add_suppressed(struct annotations *to, const struct verdicts *verdicts)
{
	size_t first = to->count;
	for (size_t i = 0; i < verdicts->count; i++)
		if (verdicts->list[i].suppressed)
			suppressed_by(to, verdicts->list[i].suppressed)->sites[0]++;
	for (struct annotation *one = to->list + first; one < to->list + to->count; one++)
		one->title = printed("%d findings suppressed by '%s'", one->sites[0],
				     one->identity);
}

static int compare(const void *left, const void *right)
{
	const struct annotation *a = *(struct annotation *const *)left;
	const struct annotation *b = *(struct annotation *const *)right;
	int order = strcmp(a->kind, b->kind);
	if (order == 0)
		order = strcmp(a->identity, b->identity);
	for (int i = 0; order == 0 && i < 4; i++)
		order = (a->sites[i] > b->sites[i]) - (a->sites[i] < b->sites[i]);
	return order ? order : (a > b) - (a < b);
}

/* Equal ones are numbered from the top of the source downwards. */
static void tell_apart(struct annotations *all)
{
	struct annotation **sorted = calloc(all->count + 1, sizeof *sorted);
	for (size_t i = 0; i < all->count; i++)
		sorted[i] = &all->list[i];
	qsort(sorted, all->count, sizeof *sorted, compare);
	const char *last_kind = "", *last = "";
	for (size_t i = 0, number = 1; i < all->count; i++) {
		struct annotation *one = sorted[i];
		bool is_again = strcmp(one->kind, last_kind) == 0 &&
				strcmp(one->identity, last) == 0;
		number = is_again ? number + 1 : 1;
		last_kind = one->kind;
		last = one->identity;
		if (number > 1)
			one->identity = printed("%s #%zu", last, number);
	}
	free(sorted);
}

static void count(struct annotations *all)
{
	for (size_t i = 0; i < all->count; i++) {
		all->findings += all->list[i].state == ANNOTATION_FINDING;
		all->incomplete += all->list[i].state == ANNOTATION_INCOMPLETE;
		all->suppressed += all->list[i].state == ANNOTATION_SUPPRESSED;
	}
}

static const char *started(const struct records *records)
{
	time_t time = (time_t)records->recording->started;
	char text[32] = "";
	struct tm utc;
	if (gmtime_r(&time, &utc))
		strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &utc);
	return strdup(text);
}

struct annotations annotations_of(const struct records *records,
				  const struct verdicts *verdicts,
				  const struct groups *groups,
				  const struct totals *totals)
{
	size_t most = groups->count + totals->suppressed + 1;
	struct annotations all = {.list = calloc(most, sizeof *all.list),
				  .started = started(records)};
	for (size_t i = 0; i < groups->count; i++)
		add_group(&all, records, &groups->list[i]);
	add_incomplete(&all, records, totals);
	add_suppressed(&all, verdicts);
	tell_apart(&all);
	count(&all);
	return all;
}
