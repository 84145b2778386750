/* SPDX-License-Identifier: MIT */
/*
 * What an audit does not watch, in programs that forked children which went on, and did
 * not just execute another program: generators, by what --doctor knows of them, in the
 * program's file, its libraries and what it opened; and libraries that our hooks are not
 * seen by. Nothing of them is found, and so it is said that nobody looked.
 */
#include "unwatched.h"
#include "../shim/recorder/recording.h"
#include <stdlib.h>
#include <string.h>

enum { MOST_PROGRAMS = 64, MOST_PIDS = 1 << 22, MOST_STRINGS = 2048 };

/* One bit for each pid: it executed a program. */
static unsigned char executed[MOST_PIDS / 8];
static struct unwatched_program programs[MOST_PROGRAMS];
static size_t program_count;

/* A record as the command left it. It can write to it at any time: what is checked is
 * read once. */
struct seen {
	const void *record;
	uint32_t kind;
	uint64_t size;
};

static struct seen seen_at(const struct recording *recording, uint64_t at)
{
	const volatile struct record *head =
		(const volatile void *)((const char *)recording + at);
	struct seen seen = {(const void *)((const char *)recording + at), 0, 0};
	if (at + sizeof *head >= RECORDING_SIZE)
		return (struct seen){0};
	seen.size = head->size;
	if (head->complete && seen.size <= RECORDING_SIZE - at)
		seen.kind = head->kind;
	return seen;
}

static const struct process_record *as_process(const struct seen *seen)
{
	return seen->kind == RECORD_PROCESS && seen->size > sizeof(struct process_record)
		       ? seen->record
		       : NULL;
}

static void for_each_record(struct recording *recording,
			    void (*visit)(struct recording *recording,
					  const struct seen *seen))
{
	uint64_t at = (sizeof *recording + RECORDING_UNIT - 1) / RECORDING_UNIT *
		      RECORDING_UNIT;
	while (at + sizeof(struct record) <= RECORDING_SIZE && at < recording->next) {
		struct seen seen = seen_at(recording, at);
		uint64_t size = seen.size / RECORDING_UNIT * RECORDING_UNIT;
		visit(recording, &seen);
		at += size ? size : RECORDING_UNIT;
	}
}

static void note_pid(unsigned pid)
{
	if (pid < MOST_PIDS)
		executed[pid / 8] |= (unsigned char)(1 << pid % 8);
}

/* By its own record, or, of one without the shim or killed while it was loaded, by that
 * of the call, which was not taken back. */
static void note_executed(struct recording *recording, const struct seen *seen)
{
	const struct process_record *process = as_process(seen);
	const struct escape_record *call = seen->record;
	bool is_call = (seen->kind == RECORD_EXEC || seen->kind == RECORD_ESCAPE) &&
		       seen->size > sizeof *call && call->number != CAUSE_NONE;
	(void)recording;
	if (process && process->way == WAY_EXEC)
		note_pid((unsigned)process->pid);
	if (is_call)
		note_pid((unsigned)call->pid);
}

static struct unwatched_program *program_named(const char *path)
{
	for (size_t i = 0; path && i < program_count; i++)
		if (strcmp(programs[i].path, path) == 0)
			return &programs[i];
	return NULL;
}

/* The program that was executed as this process record says, or NULL. */
static const char *program_at(const struct recording *recording, uint32_t reference)
{
	struct seen seen = seen_at(recording, (uint64_t)reference * RECORDING_UNIT);
	const struct process_record *image = as_process(&seen);
	return image && image->way == WAY_EXEC
		       ? strndup(image->path, seen.size - sizeof *image)
		       : NULL;
}

static const char *program_of(const struct recording *recording, uint32_t reference)
{
	struct seen seen = seen_at(recording, (uint64_t)reference * RECORDING_UNIT);
	const struct process_record *process = as_process(&seen);
	return !process                   ? NULL
	       : process->way == WAY_EXEC ? program_at(recording, reference)
					  : program_at(recording, process->image);
}

/* A child that went on: which program is it? */
static void note_program(struct recording *recording, const struct seen *seen)
{
	const struct process_record *process = as_process(seen);
	unsigned pid = process ? (unsigned)process->pid : 0;
	if (!process || process->way == WAY_EXEC ||
	    (pid < MOST_PIDS && executed[pid / 8] & 1 << pid % 8))
		return;
	const char *path = program_at(recording, process->image);
	if (path && !program_named(path) && program_count < MOST_PROGRAMS)
		programs[program_count++].path = path;
}

static void add_opened(struct unwatched_program *program, uint32_t way, const char *path)
{
	struct strings *into = way == OPENED_PLAIN   ? &program->opened
			       : way == OPENED_APART ? &program->apart
						     : &program->deep;
	program->asks_libc |= way == OPENED_LIBC;
	if (way != OPENED_LIBC && into->count < MOST_STRINGS)
		strings_add(into, way == OPENED_PLAIN ? path : base_name(path));
}

static void note_opened(struct recording *recording, const struct seen *seen)
{
	const struct escape_record *opened = seen->record;
	bool is_one = seen->kind == RECORD_OPENED && seen->size > sizeof *opened;
	struct unwatched_program *program =
		is_one ? program_named(program_of(recording, opened->head.process))
		       : NULL;
	if (!program)
		return;
	const char *path = strndup(opened->path, seen->size - sizeof *opened);
	add_opened(program, opened->number, path);
}

void tell_unwatched(struct recording *recording, int pid, const char *program,
		    const char *what)
{
	size_t length = strlen(program), size = length + strlen(what) + 2;
	struct escape_record *record =
		recording_reserve(recording, RECORD_UNWATCHED, sizeof *record + size);
	if (!record)
		return;
	record->pid = pid;
	strcpy(record->path, program);
	strcpy(record->path + length + 1, what);
	recording_commit(recording, record);
}

void unwatched_note(struct recording *recording)
{
	for_each_record(recording, note_executed);
	for_each_record(recording, note_program);
	for_each_record(recording, note_opened);
	for (size_t i = 0; i < program_count; i++) {
		struct strings what = unwatched_of_program(&programs[i]);
		for (size_t j = 0; j < what.count; j++)
			tell_unwatched(recording, 0, programs[i].path, what.list[j]);
	}
}
