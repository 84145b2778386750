/* SPDX-License-Identifier: MIT */
/*
 * What was found of a stuck process, kept in the recording beside what the shim recorded,
 * and read again when the report is made: its stack is gone by then.
 */
#include "../seeds.h"
#include "../symbols.h"
#include "stuck.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIELDS = 5 };

/* FUNCTION, FILE, LINE, OBJECT, OFFSET of each frame, each with a 0 behind it; then what
 * a script_record has. */
static char *serialised(const struct found *found, size_t *size)
{
	char *text;
	FILE *to = open_memstream(&text, size);
	if (!to)
		return NULL;
	fprintf(to, "%s%c%s%c", found->program, 0, found->what, 0);
	for (int i = 0; i < found->stack->count; i++) {
		const struct frame *frame = &found->stack->frames[i];
		fprintf(to, "%s%c%s%c%d%c%s%c%llu%c",
			frame->function ? frame->function : "", 0,
			frame->file ? frame->file : "", 0, frame->line, 0,
			frame->object ? frame->object : "", 0,
			(unsigned long long)frame->offset, 0);
	}
	if (found->script->text)
		fwrite(found->script->text, 1, found->script->size, to);
	return fclose(to) == 0 ? text : NULL;
}

void stuck_keep(const char *file, const struct found *found)
{
	size_t size = 0;
	char *path, *text = serialised(found, &size);
	if (!text || asprintf(&path, "%s" RECORDING_SUFFIX, file) < 0)
		return;
	struct recording *recording = recording_map(path);
	struct stuck_record *record =
		recording ? recording_reserve(recording, RECORD_STUCK,
					      sizeof *record + size + 1)
			  : NULL;
	if (record) {
		record->pid = found->pid;
		record->size = (uint32_t)size;
		record->frames = (uint32_t)found->stack->count;
		record->script = (uint32_t)found->script->size;
		record->is_cut = found->script->is_cut;
		memcpy(record->text, text, size);
		recording_commit(recording, record);
	}
	free(path);
	free(text);
}

/* The text at `at`, and `at` behind it; "" past the end. */
static const char *take(const char **at, const char *end)
{
	const char *text = *at;
	const char *zero = text < end ? memchr(text, 0, (size_t)(end - text)) : NULL;
	*at = zero ? zero + 1 : end;
	return zero ? text : "";
}

static const char *or_null(const char *text)
{
	return *text ? text : NULL;
}

/* Its place is the record itself: no other one's. */
static struct trace *trace_from(const struct stuck_record *record, uint32_t id,
				const char *at, const char *end)
{
	struct trace *trace = calloc(1, sizeof *trace);
	size_t most = (size_t)(end - at) / FIELDS; /* each field is a byte at least */
	size_t count = record->frames < most ? record->frames : most;
	trace->frames = calloc(count + 1, sizeof *trace->frames);
	trace->site = id;
	for (; trace->count < (int)count; trace->count++) {
		struct frame *frame = &trace->frames[trace->count];
		frame->function = or_null(take(&at, end));
		frame->file = or_null(take(&at, end));
		frame->line = atoi(take(&at, end));
		frame->object = or_null(take(&at, end));
		frame->offset = strtoull(take(&at, end), NULL, 10);
		frame->is_libc = symbols_is_libc(frame->object);
	}
	if (!count)
		trace->ended = "its stack could not be read";
	return trace;
}

static const struct script *script_in(const struct stuck_record *record, uint32_t id,
				      const char *at, const char *end)
{
	size_t size = record->script;
	if (!size || size > (size_t)(end - at))
		return NULL;
	return script_from(end - size, size, id, record->is_cut);
}

/* Processes by their pids, the newest of each last. */
struct by_pid {
	int32_t pid;
	uint32_t id;
};

static int compare(const void *one, const void *other)
{
	const struct by_pid *a = one, *b = other;
	if (a->pid != b->pid)
		return a->pid < b->pid ? -1 : 1;
	return (a->id > b->id) - (a->id < b->id);
}

/* One for each record at most. */
static struct by_pid *sorted(const struct records *records, size_t *count)
{
	struct by_pid *all = calloc(records->count + 1, sizeof *all);
	*count = 0;
	FOR_EACH_RECORD(records, RECORD_PROCESS, struct process_record, process, id)
	all[(*count)++] = (struct by_pid){process->pid, id};
	qsort(all, *count, sizeof *all, compare);
	return all;
}

/* The newest record of a process with this pid; 0 when there is none. */
static uint32_t process_of(const struct by_pid *all, size_t count, int32_t pid)
{
	size_t from = 0, to = count; /* the first behind it */
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (all[middle].pid <= pid)
			from = middle + 1;
		else
			to = middle;
	}
	return from && all[from - 1].pid == pid ? all[from - 1].id : 0;
}

static void judge_record(const struct records *records, struct verdicts *verdicts,
			 const struct stuck_record *record, uint32_t id, uint32_t process)
{
	size_t room = record->head.size - sizeof *record;
	const char *at = record->text;
	const char *end = at + (record->size < room ? record->size : room);
	struct verdict *verdict = verdicts_add(verdicts);
	verdict->kind = "stuck";
	const char *program = take(&at, end);
	verdict->detail = take(&at, end);
	verdicts_set_process(records, verdict, process, trace_from(record, id, at, end),
			     script_in(record, id, at, end));
	if (!*verdict->program)
		verdict->program = program;
	verdict->pid = record->pid;
}

void stuck_judge(const struct records *records, struct verdicts *verdicts)
{
	size_t count;
	struct by_pid *all = sorted(records, &count);
	FOR_EACH_RECORD(records, RECORD_STUCK, struct stuck_record, record, id)
	judge_record(records, verdicts, record, id, process_of(all, count, record->pid));
	free(all);
}
