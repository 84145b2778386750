/* SPDX-License-Identifier: MIT */
/*
 * What the records mean: each verdict is one finding of the report. The kinds that the
 * shim recorded as findings are taken over; the others follow from several records, or
 * from what the launcher saw.
 */
#ifndef FORKSEED_VERDICTS_H
#define FORKSEED_VERDICTS_H

#include "scripts.h"

/* Where a process was forked, and where it drew, or seeded; any may be NULL. */
struct where {
	const struct trace *fork, *draw;
	const struct script *fork_script, *draw_script;
};

/* There may be a hundred thousand: what most of them share is said once. */
struct verdict {
	const char *kind, *generator;
	const char *program;
	const char *detail;
	const struct seed_record *seed; /* how the stream began, or NULL */
	const struct where *where;
	const char *suppressed; /* by that suppression, or NULL */
	uint64_t state;         /* of what it inherited, hashed; 0: not known */
	unsigned stream;  /* the same number, the same inherited state; 0: not known */
	uint32_t process; /* the record; 0: none */
	int pid, ppid;
	int group;           /* from 1 on; 0: suppressed */
	uint8_t parent_drew; /* enum drew */
	bool healed;
};

/* where.c: one address for the same places. */
const struct where *where_kept(struct where where);

struct verdicts {
	struct verdict *list;
	size_t count, room;
	unsigned harmless; /* daemon(): inherited by one process, whose parent is gone */
};

/* The recorded name as a string, one of the same for each of the same. */
const char *verdicts_name(const char text[RECORDING_NAME]);

/* streams.c: 0 for two of one stream, else which comes first. */
int streams_order(const struct verdict *one, const struct verdict *other);

/* streams.c: gives verdicts with one inherited state one number. */
void streams_number(struct verdicts *verdicts);

/* shared.c: keeps verdicts of the shim's kind "shared" where several processes drew from
 * one state, as "inherited"; the others are no findings. */
void shared_judge(struct verdicts *verdicts);

struct verdicts verdicts_of(const struct records *records);

#endif
