/* SPDX-License-Identifier: MIT */
/*
 * Generators that an audit does not watch, in programs that forked children which went
 * on, and did not just execute another program: by the names in the program's own file,
 * as --doctor knows them. Nothing of them is found, and so it is said that nobody looked.
 */
#include "../shim/recorder/recording.h"
#include "doctor/doctor.h"
#include "doctor/elf-names.h"
#include <stdlib.h>
#include <string.h>

enum { MOST_PROGRAMS = 64, MOST_PIDS = 1 << 22 };

/* One bit for each pid: it executed a program. */
static unsigned char executed[MOST_PIDS / 8];
static const char *programs[MOST_PROGRAMS];
static size_t program_count;

/* The command can write to it at any time: what is checked is read once. */
static uint64_t size_at(const struct recording *recording, uint64_t at)
{
	const struct record *head = (const void *)((const char *)recording + at);
	return *(const volatile uint32_t *)&head->size;
}

/* A process's record, and how long its path may be; NULL where none is whole. */
static const struct process_record *process_at(const struct recording *recording,
					       uint64_t at, size_t *room)
{
	const struct process_record *record =
		(const void *)((const char *)recording + at);
	if (at + sizeof *record >= RECORDING_SIZE)
		return NULL;
	uint64_t size = size_at(recording, at);
	*room = size - sizeof *record;
	return record->head.complete && record->head.kind == RECORD_PROCESS &&
			       size <= RECORDING_SIZE - at && size > sizeof *record
		       ? record
		       : NULL;
}

static void for_each_process(struct recording *recording,
			     void (*visit)(struct recording *recording,
					   const struct process_record *process))
{
	uint64_t at = (sizeof *recording + RECORDING_UNIT - 1) / RECORDING_UNIT *
		      RECORDING_UNIT;
	while (at + sizeof(struct record) <= RECORDING_SIZE && at < recording->next) {
		size_t room;
		const struct process_record *process = process_at(recording, at, &room);
		uint64_t size = size_at(recording, at) / RECORDING_UNIT * RECORDING_UNIT;
		if (process)
			visit(recording, process);
		at += size ? size : RECORDING_UNIT;
	}
}

static void note_executed(struct recording *recording,
			  const struct process_record *process)
{
	unsigned pid = (unsigned)process->pid;
	(void)recording;
	if (process->way == WAY_EXEC && pid < MOST_PIDS)
		executed[pid / 8] |= (unsigned char)(1 << pid % 8);
}

static bool is_known(const char *path)
{
	for (size_t i = 0; i < program_count; i++)
		if (strcmp(programs[i], path) == 0)
			return true;
	return false;
}

static void note(struct recording *recording, const char *program, const char *what)
{
	size_t length = strlen(program), size = length + strlen(what) + 2;
	struct escape_record *record =
		recording_reserve(recording, RECORD_UNWATCHED, sizeof *record + size);
	if (!record)
		return;
	strcpy(record->path, program);
	strcpy(record->path + length + 1, what);
	recording_commit(recording, record);
}

static void look_into(struct recording *recording, const char *path)
{
	struct objects objects = {0};
	objects_add(&objects, "", path);
	const char *what = unwatched_in(&objects.list[0].elf, path);
	if (what)
		note(recording, path, what);
	elf_close(&objects.list[0].elf);
	free(objects.list);
}

/* A child that went on: which program is it? */
static void note_program(struct recording *recording,
			 const struct process_record *process)
{
	unsigned pid = (unsigned)process->pid;
	size_t room;
	const struct process_record *image =
		process_at(recording, (uint64_t)process->image * RECORDING_UNIT, &room);
	if (process->way == WAY_EXEC || !image || image->way != WAY_EXEC ||
	    (pid < MOST_PIDS && executed[pid / 8] & 1 << pid % 8))
		return;
	const char *path = strndup(image->path, room);
	if (!path || is_known(path) || program_count == MOST_PROGRAMS)
		return;
	programs[program_count++] = path;
	look_into(recording, path);
}

void unwatched_note(struct recording *recording)
{
	for_each_process(recording, note_executed);
	for_each_process(recording, note_program);
}
