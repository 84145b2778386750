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

struct verdict *verdicts_add(struct verdicts *verdicts)
{
	size_t count = verdicts->count++;
	if ((count & (count - 1)) == 0)
		verdicts->list = realloc(verdicts->list, (count ? 2 * count : 1) *
								 sizeof *verdicts->list);
	if (!verdicts->list)
		abort();
	verdicts->list[count] = (struct verdict){.generator = "", .program = ""};
	return &verdicts->list[count];
}

void verdicts_set_process(const struct records *records, struct verdict *verdict,
			  uint32_t process)
{
	const struct process_record *record =
		records_at(records, process, RECORD_PROCESS);
	verdict->process = record ? process : 0;
	verdict->pid = record ? record->pid : 0;
	verdict->ppid = record ? record->ppid : 0;
	verdict->program = records_program(records, process);
	verdict->fork = trace_of(records, record ? record->site : 0);
	verdict->fork_script = script_of(records, record ? record->script : 0);
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
	if (!name)
		abort();
	if (i < KEPT)
		kept[i] = name;
	return name;
}

static void add_finding(const struct records *records, struct verdicts *verdicts,
			const struct finding_record *finding, const char *kind)
{
	struct verdict *verdict = verdicts_add(verdicts);
	verdicts_set_process(records, verdict, finding->head.process);
	verdict->kind = kind;
	verdict->generator = verdicts_name(finding->generator);
	verdict->healed = finding->healed;
	verdict->detail = records_text(&finding->head, finding->detail);
	if (strncmp(kind, "lock-", 5) == 0)
		verdict->detail =
			callers_named(records, finding->head.process, verdict->detail);
	verdict->seed = records_at(records, finding->seed, RECORD_SEED);
	verdict->seed_process = verdict->seed ? verdict->seed->head.process : 0;
	verdict->parent_drew = (enum drew)finding->parent_drew;
	verdict->draw = trace_of(records, finding->site);
	verdict->draw_script = script_of(records, finding->script);
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
	FOR_EACH_RECORD(records, RECORD_FINDING, struct finding_record, finding, one)
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
