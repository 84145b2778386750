/* SPDX-License-Identifier: MIT */
/*
 * Reading a recording (shim/recorder/recording.h). It may have been cut, and processes
 * may have been killed in the middle of a record: whatever is handed out here is complete
 * and lies inside the file. Nothing here judges what was recorded.
 */
#ifndef FORKSEED_RECORDS_H
#define FORKSEED_RECORDS_H

#include "../shim/recorder/recording.h"

struct copies {
	char *bytes;
	uint64_t used;
};

/* Of 64 units: those at which a record begins that is kept, and how many came before. */
struct units {
	uint64_t present;
	uint32_t before;
};

struct records {
	struct recording *recording; /* its head alone: no record is behind it */
	uint64_t end;                /* of what was written */
	unsigned torn;               /* records that were begun and not ended */
	unsigned unstarted;          /* processes that were killed while they began */
	unsigned running;            /* processes that had not ended */
	uint32_t *all; /* references, in the order of recording; findings are not among
			  them */
	size_t count;
	size_t finding_count;
	/* Within records.c. */
	struct copies others, findings; /* copies, one behind the other */
	uint32_t *where;                /* as `all`: in `others`, in units of 8 bytes */
	int64_t *signs;                 /* as `all`: the last one of a process's life */
	struct units *units;            /* by reference / 64 */
};

/* NULL, or why the file can't be read. */
const char *records_open(struct records *records, const char *path);

/* NULL unless there is a complete record of this kind. */
const void *records_at(const struct records *records, uint32_t reference,
		       enum record_kind kind);

/* Of any kind; for a reference that `all` has. */
const struct record *records_head(const struct records *records, uint32_t reference);

/* The findings, in the order of recording, once: NULL for the first one, NULL behind the
 * last. A finding that is handed out is gone when the next one is. */
const struct finding_record *records_next_finding(const struct records *records,
						  const struct finding_record *before);

/* A process was there at this time: when it recorded something, and when it forked. What
 * its findings say is known from the start. */
void records_sign(struct records *records, uint32_t process, int64_t time);
int64_t records_last_sign(const struct records *records, uint32_t process);

/* Calls `visit` for each of a kind. */
#define FOR_EACH_RECORD(records, wanted, type, name, reference)                          \
	for (size_t i_ = 0; i_ < (records)->count; i_++)                                 \
		for (uint32_t reference = (records)->all[i_], once_ = 1; once_;          \
		     once_ = 0)                                                          \
			for (const type *name =                                          \
				     records_at((records), reference, wanted);           \
			     name; name = NULL)

/* The text at a record's end, which may be empty; never NULL. */
const char *records_text(const struct record *record, const char *text);

/* The program that a process runs: its image's path; "" where it is not known. */
const char *records_program(const struct records *records, uint32_t process);

#endif
