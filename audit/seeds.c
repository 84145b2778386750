/* SPDX-License-Identifier: MIT */
/*
 * Two processes of one program, parent and child or siblings, that give a generator the
 * same seed draw the same numbers; so do two programs that took it from the clock. Two
 * runs of a program with a constant seed mean to be equal: no verdict.
 */
#include "seeds.h"

#include <stdlib.h>
#include <string.h>

struct seeding {
	const struct seed_record *record;
	uint32_t image; /* 0 for seeds from the clock: whatever the program */
	bool in_child;
};

static int compare(const void *one, const void *other)
{
	const struct seeding *a = one, *b = other;
	int names = memcmp(a->record->generator, b->record->generator, RECORDING_NAME);
	if (names != 0)
		return names;
	if (a->record->seed != b->record->seed)
		return a->record->seed < b->record->seed ? -1 : 1;
	if (a->image != b->image)
		return a->image < b->image ? -1 : 1;
	if (a->record->head.process != b->record->head.process)
		return a->record->head.process < b->record->head.process ? -1 : 1;
	return 0;
}

static bool is_same_seed(const struct seeding *a, const struct seeding *b)
{
	return memcmp(a->record->generator, b->record->generator, RECORDING_NAME) == 0 &&
	       a->record->seed == b->record->seed && a->image == b->image;
}

static void add(const struct records *records, struct verdicts *verdicts,
		const struct seeding *seeding, const char *kind)
{
	struct verdict *verdict = verdicts_add(verdicts);
	const struct seed_record *record = seeding->record;
	verdicts_set_process(records, verdict, record->head.process,
			     trace_of(records, record->site),
			     script_of(records, record->script));
	verdict->kind = kind;
	verdict->generator = verdicts_name(record->generator);
	verdict->healed = record->replaced;
	verdict->seed = record;
}

/* A run of equal seeds: a verdict for each process after the first. The last seeding of
 * a process stands for the others. */
static size_t judge_run(const struct records *records, struct verdicts *verdicts,
			const struct seeding *run, size_t count)
{
	size_t end = 1;
	while (end < count && is_same_seed(run, &run[end]))
		end++;
	bool several = false;
	for (size_t i = 1; i < end; i++) {
		if (run[i].record->head.process == run[i - 1].record->head.process)
			continue;
		several = true;
		add(records, verdicts, &run[i], "same-seed");
	}
	if (!several && run->in_child && run->record->is_second)
		add(records, verdicts, run, "clock-seed");
	return end;
}

static bool take(const struct records *records, const struct seed_record *seed,
		 struct seeding *seeding)
{
	const struct process_record *process =
		records_at(records, seed->head.process, RECORD_PROCESS);
	if (!seed->has_seed || seed->replaced || !process)
		return false;
	bool in_child = process->way != WAY_EXEC;
	uint32_t image = in_child ? process->image : seed->head.process;
	if (seed->is_second)
		image = 0;
	*seeding = (struct seeding){seed, image, in_child};
	return true;
}

void seeds_judge(const struct records *records, struct verdicts *verdicts)
{
	struct seeding *seedings = calloc(records->count + 1, sizeof *seedings);
	size_t count = 0, at = 0;
	FOR_EACH_RECORD(records, RECORD_SEED, struct seed_record, seed, reference)
	count += take(records, seed, &seedings[count]);
	qsort(seedings, count, sizeof *seedings, compare);
	while (at < count)
		at += judge_run(records, verdicts, &seedings[at], count - at);
	free(seedings);
}
