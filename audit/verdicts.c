/* SPDX-License-Identifier: MIT */
/*
 * One pass over the records for what each says by itself; what seeds say together is in
 * seeds.c.
 */
#include "verdicts.h"
#include "callers.h"
#include "daemons.h"
#include "escapes.h"
#include "seeds.h"
#include "stuck/stuck.h"
#include "unwatched.h"

#include <stdlib.h>
#include <string.h>

static void make_room(struct verdicts *verdicts, size_t room)
{
	verdicts->list = realloc(verdicts->list, room * sizeof *verdicts->list);
	verdicts->room = room;
}

struct verdict *verdicts_add(struct verdicts *verdicts)
{
	size_t count = verdicts->count++;
	if (count == verdicts->room)
		make_room(verdicts, 2 * count + 16);
	struct verdict *added = &verdicts->list[count];
	*added = (struct verdict){.generator = "", .program = ""};
	added->where = where_kept((struct where){0});
	return added;
}

void verdicts_set_process(const struct records *records, struct verdict *verdict,
			  uint32_t process, const struct trace *draw,
			  const struct script *draw_script)
{
	const struct process_record *record =
		records_at(records, process, RECORD_PROCESS);
	verdict->process = record ? process : 0;
	verdict->pid = record ? record->pid : 0;
	verdict->ppid = record ? record->ppid : 0;
	verdict->program = records_program(records, process);
	verdict->where = where_kept((struct where){
		trace_of(records, record ? record->site : 0), draw,
		script_of(records, record ? record->script : 0), draw_script});
}

/* Names are 16 bytes in the file, the last one 0 when the shim wrote it. Thousands of
 * findings have a few of them, which are kept; a damaged file may have any number. */
const char *verdicts_name(const char text[RECORDING_NAME])
{
	enum { KEPT = 64 };
	static const char *kept[KEPT];
	int i = 0;
	while (i < KEPT && kept[i] && strncmp(kept[i], text, RECORDING_NAME - 1) != 0)
		i++;
	if (i < KEPT && kept[i])
		return kept[i];
	const char *name = strndup(text, RECORDING_NAME - 1);
	if (i < KEPT)
		kept[i] = name;
	return name;
}

/* The finding goes, its text stays. */
static const char *copied(const char *text)
{
	return *text ? strdup(text) : "";
}

static void add_finding(const struct records *records, struct verdicts *verdicts,
			const struct finding_record *finding, const char *kind)
{
	struct verdict *verdict = verdicts_add(verdicts);
	verdicts_set_process(records, verdict, finding->head.process,
			     trace_of(records, finding->site),
			     script_of(records, finding->script));
	verdict->kind = kind;
	verdict->generator = verdicts_name(finding->generator);
	verdict->healed = finding->healed;
	verdict->detail = copied(records_text(&finding->head, finding->detail));
	if (strncmp(kind, "lock-", 5) == 0)
		verdict->detail =
			callers_named(records, finding->head.process, verdict->detail);
	verdict->seed = records_at(records, finding->seed, RECORD_SEED);
	verdict->parent_drew = finding->parent_drew % 3;
	verdict->state = finding->state;
}

static void judge_finding(const struct records *records, struct verdicts *verdicts,
			  const struct finding_record *finding)
{
	add_finding(records, verdicts, finding, verdicts_name(finding->kind));
	if (finding->unnumbered)
		add_finding(records, verdicts, finding, "unnumbered");
	if (finding->no_entropy)
		add_finding(records, verdicts, finding, "no-entropy");
}

static void judge_escape(struct verdicts *verdicts, const struct escape_record *escape)
{
	struct verdict *verdict = verdicts_add(verdicts);
	verdict->healed = escapes_is_healed(escape);
	verdict->kind = verdict->healed ? "unrecorded" : "escaped";
	verdict->detail = escapes_cause(escape);
	verdict->pid = escape->pid;
	verdict->program = records_text(&escape->head, escape->path);
}

struct verdicts verdicts_of(const struct records *records)
{
	struct verdicts verdicts = {0};
	make_room(&verdicts, records->finding_count + 16); /* most have one */
	const struct finding_record *finding = records_next_finding(records, NULL);
	for (; finding; finding = records_next_finding(records, finding))
		judge_finding(records, &verdicts, finding);
	daemons_judge(records, &verdicts);
	for (size_t i = 0; i < records->count; i++) {
		const struct escape_record *escape =
			records_at(records, records->all[i], RECORD_ESCAPE);
		if (escape && escapes_count(records, i))
			judge_escape(&verdicts, escape);
	}
	stuck_judge(records, &verdicts);
	seeds_judge(records, &verdicts);
	shared_judge(&verdicts);
	streams_number(&verdicts);
	unwatched_judge(records, &verdicts);
	return verdicts;
}
