/* SPDX-License-Identifier: MIT */
/*
 * Processes that were not seen, from what two witnesses said: the process that executed a
 * program without the shim, and the launcher, which came across one. Why is told in
 * words.
 */
#include "escapes.h"

#include <string.h>

/* What `detail` says. */
static const char *const causes[CAUSES] = {
	[CAUSE_PRELOAD] = "it was started without LD_PRELOAD",
	[CAUSE_OFF] = "it was started with FORKSEED=off",
	[CAUSE_STATIC] = "it is statically linked",
	[CAUSE_RIGHTS] = "it gains rights, so that the loader ignores LD_PRELOAD",
	[CAUSE_LIBC] = "it uses another libc",
	[CAUSE_MACHINE] = "it is for another architecture than the shim",
	[CAUSE_SHIM] = "it may not read the shim's file, or does not find it",
	[CAUSE_AUDIT] = "it was started without FORKSEED_AUDIT",
	[CAUSE_OPEN] = "it could not open the recording",
	[CAUSE_ADDRESS] = "it has too little address space for the recording",
};

const char *escapes_cause(const struct escape_record *escape)
{
	const char *text = escape->number < CAUSES ? causes[escape->number] : NULL;
	return text ? text : "";
}

bool escapes_is_healed(const struct escape_record *escape)
{
	return escape->number >= CAUSE_HEALED && escape->number < CAUSES;
}

static bool is_record_of_program(const struct record *head, int pid)
{
	const struct process_record *process = (const void *)head;
	return head->kind == RECORD_PROCESS && process->way == WAY_EXEC &&
	       process->pid == pid;
}

/* It became a program that records: valgrind, env(1), a launcher in Go. */
static bool came_back(const struct records *records, size_t index, int pid)
{
	for (size_t i = index + 1; i < records->count; i++)
		if (is_record_of_program(records_head(records, records->all[i]), pid))
			return true;
	return false;
}

/* The launcher has come across one that was noticed when it was executed. */
static bool is_told(const struct records *records, size_t index, int pid)
{
	for (size_t i = 0; i < index; i++) {
		const struct record *head = records_head(records, records->all[i]);
		const struct escape_record *escape = (const void *)head;
		if (head->kind == RECORD_ESCAPE && escape->pid == pid &&
		    escape->number != CAUSE_NONE && !came_back(records, i, pid))
			return true;
	}
	return false;
}

bool escapes_count(const struct records *records, size_t index)
{
	const struct escape_record *escape =
		(const void *)records_head(records, records->all[index]);
	if (escape->number == CAUSE_NONE)
		return false;
	return !escape->pid || !(came_back(records, index, escape->pid) ||
				 is_told(records, index, escape->pid));
}

static bool is_sign_of(const struct record *head, int pid)
{
	const struct escape_record *escape = (const void *)head;
	return is_record_of_program(head, pid) ||
	       (head->kind == RECORD_ESCAPE && escape->pid == pid);
}

unsigned escapes_unstarted(const struct records *records)
{
	unsigned count = 0;
	for (size_t i = 0; i < records->count; i++) {
		const struct escape_record *exec =
			records_at(records, records->all[i], RECORD_EXEC);
		bool is_open = exec && exec->pid && exec->number == CAUSE_UNKNOWN;
		for (size_t j = i + 1; is_open && j < records->count; j++)
			is_open = !is_sign_of(records_head(records, records->all[j]),
					      exec->pid);
		count += is_open;
	}
	return count;
}

const char *escapes_unwatched(const struct escape_record *record)
{
	const char *program = records_text(&record->head, record->path);
	return records_text(&record->head, program + strlen(program) + 1);
}
