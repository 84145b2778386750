/* SPDX-License-Identifier: MIT */
/*
 * Processes that were not seen, from what two witnesses said: the process that executed a
 * program without the shim, and the launcher, which came across one. Why is told in
 * words.
 */
#include "escapes.h"

#include <stdlib.h>
#include <string.h>

/* What `detail` says, and what to do; NULL: what the kind's own advice says. */
static const struct {
	const char *text, *advice;
} causes[CAUSES] = {
	[CAUSE_PRELOAD] = {"it was started without LD_PRELOAD",
			   "keep the variable in its environment"},
	[CAUSE_OFF] = {"it was started with FORKSEED=off",
		       "leave that out; or suppress this, if it draws nothing"},
	[CAUSE_STATIC] = {"it is statically linked", "use a dynamically linked build"},
	[CAUSE_RIGHTS] = {"it gains rights, so that the loader ignores LD_PRELOAD",
			  "run it as its owner, or a copy without those rights; or "
			  "suppress this, if it draws nothing"},
	[CAUSE_IDS] =
		{"it was executed with effective ids that are not the real ones, so "
		 "that the loader ignores LD_PRELOAD",
		 "make them one before the exec (setresuid(2), setresgid(2)); or "
		 "suppress this, if it draws nothing"},
	[CAUSE_LIBC] = {"it uses another libc", "use a shim built for that libc"},
	[CAUSE_MACHINE] = {"it is for another architecture than the shim",
			   "use a shim built for it"},
	[CAUSE_SHIM] = {"it may not read the shim's file, or does not find it",
			"install the shim where that user, or that root, has it"},
	[CAUSE_AUDIT] = {"it was started without FORKSEED_AUDIT",
			 "keep the variable in its environment; or suppress this, if it "
			 "draws nothing"},
	[CAUSE_OPEN] = {"it could not open the recording", NULL},
	[CAUSE_ADDRESS] = {"it has too little address space for the recording", NULL},
};

const char *escapes_cause(const struct escape_record *escape)
{
	const char *text = escape->number < CAUSES ? causes[escape->number].text : NULL;
	return text ? text : "";
}

const char *escapes_advice(const char *cause)
{
	for (size_t i = 0; i < CAUSES; i++)
		if (causes[i].text && strcmp(causes[i].text, cause) == 0)
			return causes[i].advice;
	return NULL;
}

bool escapes_is_healed(const struct escape_record *escape)
{
	return escape->number >= CAUSE_HEALED && escape->number < CAUSES;
}

/* A record that tells of a program's start or escape: in the order of pids, and of the
 * recording. */
struct sign {
	int pid;
	size_t index;
};

static const struct escape_record *record_at(const struct records *records, size_t index)
{
	return (const void *)records_head(records, records->all[index]);
}

/* A process's record has its pid in the same place. */
static int pid_of(const struct escape_record *record)
{
	const struct process_record *process = (const void *)record;
	uint32_t kind = record->head.kind;
	bool is_program = kind == RECORD_PROCESS && process->way == WAY_EXEC;
	return is_program                                     ? process->pid
	       : kind == RECORD_ESCAPE || kind == RECORD_EXEC ? record->pid
							      : 0;
}

static int compare(const void *one, const void *other)
{
	const struct sign *a = one, *b = other;
	if (a->pid != b->pid)
		return a->pid < b->pid ? -1 : 1;
	return a->index < b->index ? -1 : a->index > b->index;
}

static struct {
	const uint32_t *of; /* the recording's `all` */
	bool *counts;       /* by index */
	unsigned unstarted;
} judged;

/* All of one pid. What was there before a record of the program's own came back:
 * valgrind, env(1), a launcher in Go. The launcher may come across one that was noticed
 * when it was executed: the first counts. */
static void judge_pid(const struct records *records, const struct sign *signs,
		      size_t count)
{
	size_t back = 0, last = 0;
	bool is_told = false;
	for (size_t i = 0; i < count; i++) {
		uint32_t kind = record_at(records, signs[i].index)->head.kind;
		back = kind == RECORD_PROCESS ? i : back;
		last = kind != RECORD_EXEC ? i : last;
	}
	for (size_t i = back; i < count; i++) {
		const struct escape_record *record = record_at(records, signs[i].index);
		bool is_escape = record->head.kind == RECORD_ESCAPE &&
				 record->number != CAUSE_NONE;
		judged.counts[signs[i].index] = is_escape && !is_told;
		is_told |= is_escape;
		judged.unstarted += i >= last && record->head.kind == RECORD_EXEC &&
				    record->number == CAUSE_UNKNOWN;
	}
}

/* Once: many processes may have executed many programs. */
static void judge_all(const struct records *records)
{
	if (judged.of == records->all)
		return;
	struct sign *signs = calloc(records->count + 1, sizeof *signs);
	judged.counts = calloc(records->count + 1, sizeof *judged.counts);
	size_t count = 0, start = 0;
	for (size_t i = 0; i < records->count; i++) {
		signs[count] = (struct sign){pid_of(record_at(records, i)), i};
		count += signs[count].pid != 0;
	}
	qsort(signs, count, sizeof *signs, compare);
	for (size_t end = 1; end <= count; end++)
		if (end == count || signs[end].pid != signs[start].pid) {
			judge_pid(records, signs + start, end - start);
			start = end;
		}
	judged.of = records->all;
	free(signs);
}

bool escapes_count(const struct records *records, size_t index)
{
	const struct escape_record *escape = record_at(records, index);
	judge_all(records);
	return escape->pid ? judged.counts[index] : escape->number != CAUSE_NONE;
}

unsigned escapes_unstarted(const struct records *records)
{
	judge_all(records);
	return judged.unstarted;
}

const char *escapes_unwatched(const struct escape_record *record)
{
	const char *program = records_text(&record->head, record->path);
	return records_text(&record->head, program + strlen(program) + 1);
}
