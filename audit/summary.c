/* SPDX-License-Identifier: MIT */
/*
 * A paragraph for each group, the worst first, each with what to do; then what could not
 * be seen.
 */
#include "summary.h"
#include "../launcher/printable.h"
#include "advice.h"
#include "texts.h"
#include "totals.h"

#include <string.h>

enum { MOST_GROUPS = 50 };

const char *summary_advice(const struct group *group)
{
	return advice_for(group, texts_of(group->first->kind)->advice);
}

const char *summary_printable(const char *name)
{
	return name && *name ? printable(strdup(name)) : name;
}

void summary_frame(FILE *to, const struct frame *frame)
{
	const char *function = summary_printable(frame->function);
	const char *file = summary_printable(frame->file),
		   *object = summary_printable(frame->object);
	if (function && file)
		fprintf(to, "%s (%s:%d)", function, file, frame->line);
	else if (function)
		fprintf(to, "%s+0x%llx (%s, no line information)", function,
			(unsigned long long)frame->offset, object);
	else if (object)
		fprintf(to, "%s+0x%llx (no symbol)", object,
			(unsigned long long)frame->offset);
	else
		fprintf(to, "0x%llx (in no object that is known)",
			(unsigned long long)frame->pc);
}

void summary_script_frame(FILE *to, const struct script_frame *frame)
{
	const char *function = summary_printable(frame->function);
	const char *file = summary_printable(frame->file);
	if (frame->line)
		fprintf(to, "%s (%s:%d)", function, file, frame->line);
	else
		fprintf(to, "%s (%s)", function, file);
}

/* The line of the program's own, what it called in a library, and that in C. */
static void write_script_place(FILE *to, const struct script *script)
{
	const struct script_frame *top = script_top(script);
	summary_script_frame(to, top);
	if (top != script->frames) {
		fputs("\n        through ", to);
		summary_script_frame(to, script->frames);
	}
	fputs("\n        in C: ", to);
}

/* The frame that matters, and who called it. */
void summary_place(FILE *to, const char *what, const struct trace *trace,
		   const struct script *script)
{
	const struct frame *top = trace ? trace_top(trace) : NULL;
	bool is_script = script && script->count;
	fprintf(to, "    %s ", what);
	if (is_script)
		write_script_place(to, script);
	if (!top) {
		fprintf(to, "a place that is not known%s%s\n",
			trace && trace->ended ? ": " : "",
			trace && trace->ended ? trace->ended : "");
		return;
	}
	summary_frame(to, top);
	if (!is_script && top + 1 < trace->frames + trace->count && !top[1].is_libc) {
		fputs("\n        called by ", to);
		summary_frame(to, top + 1);
	}
	if (trace->ended)
		fprintf(to, "\n        (%s)", trace->ended);
	putc('\n', to);
}

static bool has_detail(const struct verdict *verdict)
{
	return verdict->detail && *verdict->detail;
}

static void write_seed(FILE *to, const struct records *records,
		       const struct verdict *verdict)
{
	const struct seed_record *seed = verdict->seed;
	char what[64];
	if (!seed) {
		if (strcmp(verdict->kind, "inherited") == 0 && !has_detail(verdict))
			fputs("    never seeded by the program\n", to);
		return;
	}
	char name[RECORDING_NAME] = "";
	memcpy(name, seed->function, sizeof name - 1);
	if (seed->has_seed)
		snprintf(what, sizeof what, "seeded by %s(%llu)", printable(name),
			 (unsigned long long)seed->seed);
	else
		snprintf(what, sizeof what, "seeded by %s()", printable(name));
	if (trace_of(records, seed->site) != verdict->where->draw)
		summary_place(to, strcat(what, ","), trace_of(records, seed->site),
			      script_of(records, seed->script));
	else
		fprintf(to, "    %s%s\n", what,
			seed->is_second ? ", the time in seconds" : "");
}

void summary_headline(FILE *to, const struct group *group)
{
	const struct text *text = texts_of(group->first->kind);
	const char *generator = summary_printable(group->first->generator);
	if (groups_are_security(group->first))
		fputs("security: ", to);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	if (group->processes == 1)
		fprintf(to, text->one, generator);
	else
		fprintf(to, text->several, group->processes, generator);
#pragma GCC diagnostic pop
	if (strcmp(group->first->kind, "unrecorded") == 0)
		return;
	if (group->healed == group->count)
		fputs(" (healed)", to);
	else if (group->healed)
		fprintf(to, " (%u of them healed)", group->healed);
	else if (strcmp(group->first->kind, "inherited") == 0)
		fputs(" (not healed)", to);
}

static const char *verb(const struct verdict *verdict, bool is_seed)
{
	bool is_connection = strncmp(verdict->kind, "shared-", 7) == 0;
	bool is_stuck = strcmp(verdict->kind, "stuck") == 0;
	if (strncmp(verdict->kind, "lock-", 5) == 0)
		return strcmp(verdict->kind, "lock-held") == 0 ? "forking in"
							       : "needed in";
	return is_seed         ? "seeded in"
	       : is_connection ? "used in"
	       : is_stuck      ? "waits in"
			       : "drew in";
}

/* Of a connection's or lock's processes the one that tells may be the first of all. */
static bool was_forked(const struct verdict *verdict)
{
	bool is_drawn = strncmp(verdict->kind, "shared-", 7) != 0 &&
			strncmp(verdict->kind, "lock-", 5) != 0;
	return verdict->where->fork && strcmp(verdict->kind, "escaped") != 0 &&
	       strcmp(verdict->kind, "unrecorded") != 0 &&
	       (verdict->where->fork->site || is_drawn);
}

static bool is_of_python(const struct verdict *verdict)
{
	const char *name = verdict->program ? strrchr(verdict->program, '/') : NULL;
	return strncmp(verdict->generator, "python", 6) == 0 ||
	       strncmp(verdict->generator, "numpy", 5) == 0 ||
	       (name && strncmp(name + 1, "python", 6) == 0);
}

/* Addresses in the interpreter tell a Python programmer nothing: say why there are no
 * lines (shim/runtimes/python/python_frames_layouts.c). */
static void write_missing_script(FILE *to, const struct verdict *verdict)
{
	const struct script *script = verdict->where->draw_script;
	if (verdict->where->draw && is_of_python(verdict) && !(script && script->count))
		fputs("    no lines of a script: they are known of CPython 3.9 to 3.15\n",
		      to);
}

void summary_details(FILE *to, const struct records *records, const struct group *group)
{
	const struct verdict *first = group->first;
	bool is_seed =
		first->seed && trace_of(records, first->seed->site) == first->where->draw;
	fprintf(to, "    in %s", summary_printable(first->program));
	if (first->pid)
		fprintf(to, " (pid %d%s)", first->pid,
			group->processes > 1 ? ", the first of them" : "");
	putc('\n', to);
	if (has_detail(first))
		fprintf(to, "    %s\n", summary_printable(first->detail));
	if (was_forked(first))
		summary_place(to, "forked in", first->where->fork,
			      first->where->fork_script);
	if (first->where->draw)
		summary_place(to, verb(first, is_seed), first->where->draw,
			      first->where->draw_script);
	write_missing_script(to, first);
	write_seed(to, records, first);
	if (group->parents_drew)
		fprintf(to, "    the parent had drawn from it before\n");
	fprintf(to, "    what to do: %s\n", summary_printable(summary_advice(group)));
}

void summary_write(FILE *to, const struct records *records, const struct groups *groups,
		   const struct totals *totals)
{
	for (size_t i = 0; i < groups->count && i < MOST_GROUPS; i++) {
		fputs("\nforkseed: ", to);
		summary_headline(to, &groups->list[i]);
		putc('\n', to);
		summary_details(to, records, &groups->list[i]);
	}
	if (groups->count > MOST_GROUPS) {
		fputs("\nforkseed: and ", to);
		totals_count(to, groups->count - MOST_GROUPS, "group");
		fputs(" more\n", to);
	}
	totals_limits(to, records, totals);
	totals_line(to, groups->count, totals);
}

void summary_unused(FILE *to, const char *file, const struct suppressions *suppressions)
{
	int line;
	const char *name = suppressions_next_unused(suppressions, NULL, &line);
	for (; name; name = suppressions_next_unused(suppressions, name, &line))
		fprintf(to, "forkseed: %s:%d: suppression '%s' matched nothing\n",
			summary_printable(file), line, summary_printable(name));
}
