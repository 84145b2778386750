/* SPDX-License-Identifier: MIT
 *
 * The recorder's findings and seedings, and what they say of a generator.
 */
#include "core/lineage.h"
#include "core/text.h"
#include "entropy/reproduce.h"
#include "findings_audit.h"

#include PROCESSOR_FILE

#include <errno.h>
#include <string.h>

enum {
	MOST_A_PROCESS = 64, /* seedings, and findings, that are recorded */
	SECONDS_BACK = 4,    /* as in clock_seed.c */
};

uint64_t findings_digest(const void *data, size_t size)
{
	const unsigned char *bytes = data;
	uint64_t value = 0xcbf29ce484222325, word; /* FNV-1a, by words */
	for (; data && size >= sizeof word; size -= sizeof word, bytes += sizeof word) {
		memcpy(&word, bytes, sizeof word);
		value = (value ^ word) * 0x100000001b3;
		value ^= value >> 29;
	}
	for (; data && size > 0; size--)
		value = (value ^ *bytes++) * 0x100000001b3;
	return value;
}

/* NULL when nothing is known of it or, to be added, too many generators are. A finding
 * adds nothing: the page that facts lie on is one that a child would have to copy. */
static struct facts *facts_of(const char *generator, bool may_add)
{
	uint64_t name = findings_digest(generator, text_length(generator)) | 1;
	for (int i = 0; i < GENERATORS; i++) {
		struct facts *facts = &findings_audit->facts[i];
		uint64_t there = atomic_load(&facts->name);
		if (there == 0 && !may_add)
			return NULL;
		if (there == 0)
			atomic_compare_exchange_strong(&facts->name, &there, name);
		if (there == 0 || there == name)
			return facts;
	}
	return NULL;
}

static void copy_name(char *to, const char *name)
{
	for (int i = 0; i < RECORDING_NAME - 1 && name[i]; i++)
		to[i] = name[i];
}

/* Counts one of its kind; false past the limit, which is worth telling where there might
 * be a verdict on it. */
static bool may_record(_Atomic uint32_t *count, bool is_judged)
{
	if (atomic_fetch_add(count, 1) < MOST_A_PROCESS)
		return true;
	if (is_judged)
		atomic_fetch_add(&findings_audit->recording->unseen, 1);
	return false;
}

static enum drew parent_drew(const struct facts *facts, uint64_t state)
{
	if (!facts || !facts->state || !state)
		return DREW_UNKNOWN;
	return facts->state == state ? DREW_NOT : DREW_YES;
}

/* The stream does not come from an ancestor, but from a seed of the process's own that
 * was replaced. */
static bool is_replaced(const struct facts *facts, uint32_t process)
{
	const struct seed_record *seed =
		facts && facts->seed ? audit_record(facts->seed) : NULL;
	return seed && seed->replaced && seed->head.process == process;
}

static void record_finding(const struct finding *finding, const struct place *place,
			   uint32_t process)
{
	size_t length = finding->detail ? strlen(finding->detail) : 0;
	const struct facts *facts = facts_of(finding->generator, false);
	uint64_t state =
		finding->state ? findings_digest(finding->state, finding->size) : 0;
	struct where where = audit_where(place, process, false);
	struct finding_record *record =
		audit_reserve(RECORD_FINDING, sizeof *record + length + 1, process);
	if (!record)
		return;
	copy_name(record->kind,
		  is_replaced(facts, process) ? "clock-seed" : finding->kind);
	copy_name(record->generator, finding->generator);
	record->state = state;
	record->healed = finding->healed;
	record->seed = facts ? facts->seed : 0;
	record->site = where.site;
	record->script = where.script;
	record->parent_drew = parent_drew(facts, state);
	bool is_draw = text_is(finding->kind, "inherited");
	record->unnumbered = is_draw && findings_audit->reproducible && !reproduce_key();
	record->no_entropy = is_draw && atomic_load(&lineage_page->fallbacks) > 0;
	if (length)
		memcpy(record->detail, finding->detail, length);
	recording_commit(findings_audit->recording, record);
}

static void add_at(const struct finding *finding, const struct place *place)
{
	uint32_t process = audit_process();
	if (process &&
	    may_record(&((struct process_record *)audit_record(process))->findings, true))
		record_finding(finding, place, process);
}

__attribute__((noinline)) static void add_by_stack(const struct finding *finding)
{
	struct place place = {0};
	processor_registers(place.values, &place.pc, &place.sp);
	add_at(finding, &place);
}

/* errno, where anything but this file's own code is run: else libc's code is a page that
 * a child need not touch, and there is nothing to restore. */
enum { UNTOUCHED = -1 };

static int keep_errno(void)
{
	return findings_audit->scripts ? errno : UNTOUCHED;
}

static void restore_errno(int saved)
{
	if (saved != UNTOUCHED)
		errno = saved;
}

void findings_add(const struct finding *finding)
{
	int saved = keep_errno();
	if (text_is(finding->kind, FINDINGS_MAY_ASK)) {
		findings_audit->may_ask = finding->healed;
		return;
	}
	struct place *place = audit_take_place();
	if (place) {
		processor_registers(place->values, &place->pc, &place->sp);
		add_at(finding, place);
		audit_leave_place();
	} else {
		add_by_stack(finding);
	}
	restore_errno(saved);
}

void findings_inherited(const char *generator, bool healed, const void *state,
			size_t size)
{
	findings_add(
		&(struct finding){"inherited", generator, healed, state, size, NULL});
}

static bool is_second(const struct seeding *seeding)
{
	uint32_t now = (uint32_t)(audit_clock(CLOCK_REALTIME_COARSE) / 1000000000);
	return seeding->has_seed && now - (uint32_t)seeding->seed <= SECONDS_BACK;
}

static uint32_t record_seeding(const struct seeding *seeding, const struct place *place,
			       uint32_t process)
{
	struct where where = audit_where(place, process, false);
	struct seed_record *record = audit_reserve(RECORD_SEED, sizeof *record, process);
	if (!record)
		return 0;
	copy_name(record->generator, seeding->generator);
	copy_name(record->function, seeding->function);
	record->seed = seeding->seed;
	record->has_seed = seeding->has_seed;
	record->is_second = is_second(seeding);
	record->replaced = seeding->replaced;
	record->site = where.site;
	record->script = where.script;
	return recording_commit(findings_audit->recording, record);
}

/* Past the limit an earlier place stands for all that give no number. */
static uint32_t last_without_number(const struct facts *facts)
{
	const struct seed_record *seed = facts->seed ? audit_record(facts->seed) : NULL;
	return seed && !seed->has_seed ? facts->seed : 0;
}

static void forget_number(const struct facts *facts, uint32_t process)
{
	struct seed_record *seed =
		facts && facts->seed ? audit_record(facts->seed) : NULL;
	if (seed && seed->head.process == process)
		seed->has_seed = false;
}

static void seeded_at(const struct seeding *seeding, const struct place *place)
{
	uint32_t process = audit_process();
	struct facts *facts = facts_of(seeding->generator, true);
	if (seeding->is_again)
		forget_number(facts, process);
	uint32_t seed = facts && !seeding->has_seed ? last_without_number(facts) : 0;
	if (process &&
	    may_record(&((struct process_record *)audit_record(process))->seeds,
		       seeding->has_seed))
		seed = record_seeding(seeding, place, process);
	if (facts) {
		atomic_store(&facts->seed, seed);
		atomic_store(&facts->state,
			     seeding->state
				     ? findings_digest(seeding->state, seeding->size)
				     : 0);
	}
}

__attribute__((noinline)) static void seeded_by_stack(const struct seeding *seeding)
{
	struct place place = {0};
	processor_registers(place.values, &place.pc, &place.sp);
	seeded_at(seeding, &place);
}

void findings_seeded(const struct seeding *seeding)
{
	int saved = keep_errno();
	struct place *place = audit_take_place();
	if (place) {
		processor_registers(place->values, &place->pc, &place->sp);
		seeded_at(seeding, place);
		audit_leave_place();
	} else {
		seeded_by_stack(seeding);
	}
	restore_errno(saved);
}
