/* SPDX-License-Identifier: MIT
 *
 * What the recorder's parts share: findings.c, which says what was noticed,
 * findings_process.c, which says by whom, and findings_forks.c. Nobody else includes
 * this.
 */
#pragma once

#include "findings.h"
#include "opened.h"
#include "sites.h"

#include <time.h>

enum {
	GENERATORS = 32,
	FORKING_THREADS = 16, /* at one time; forks of more have no known place */
};

/* What was last known of a generator: by a hash of its name. */
struct facts {
	_Atomic uint64_t name;
	_Atomic uint64_t state; /* a hash of it after the seeding; 0: not known */
	_Atomic uint32_t seed;  /* the record of the seeding */
};

/* Where something happened: references to records. */
struct where {
	uint32_t site, script;
};

/* A fork under way; of one thread's the innermost has the highest number. */
struct pending {
	_Atomic uintptr_t thread;
	uint64_t number;
	int32_t tid; /* the thread's, as libc has it */
	struct where where;
	/* What was announced, and when that thread's fork is over, for the next here: the
	 * child's record, its pid until it is claimed, and who announced it. */
	uint32_t child, owner;
	int32_t announced;
};

/* What a fork writes to lies on one page: after it, that is the page that the parent has
 * to copy. */
struct audit {
	struct opened opened; /* but for its end */
	struct recording *recording;
	_Atomic uint32_t
		process; /* this one's record, or an ancestor's: audit_nearest() */
	uint32_t image;
	bool reproducible, by_hooks;
	uint32_t pid_place;   /* own_pid.h */
	_Atomic bool may_ask; /* the kernel, for memory: no filter kills for that */
	struct pending forks[FORKING_THREADS];
	_Atomic uint64_t fork_count;
	script_source *scripts; /* or NULL */
	struct facts facts[GENERATORS];
	struct modules modules; /* its beginning */
	struct sites sites;
};
_Static_assert(offsetof(struct audit, opened.due_in) / 4096 ==
		       offsetof(struct audit, modules.slots) / 4096,
	       "one page");

/* The kernel's clock in nanoseconds, by the vDSO; 0 where that has none. A coarse one:
 * the others read the processor's counter, which kills in seccomp's strict mode. */
int64_t audit_clock(clockid_t clock);

/* As recording_reserve(), with the time. */
void *audit_reserve(enum record_kind kind, size_t size, uint32_t process);

/* The reference of this process's record, which is made if need be; 0: no room. */
uint32_t audit_process(void);
void *audit_record(uint32_t reference);

static inline uint32_t audit_reference(const void *record)
{
	return (uint32_t)(((const char *)record -
			   (const char *)findings_audit->recording) /
			  RECORDING_UNIT);
}

/* The record of this process or, where it has none yet, of its nearest ancestor. */
uint32_t audit_nearest(void);

/* Fills in what a record says of a process beside who it is. */
void audit_describe(struct process_record *record, enum process_way way, uint32_t parent,
		    struct where fork);

/* A new record for this process; from here on it is the one that others refer to. Its
 * reference, or 0. `known_pid`: or 0, to ask the kernel. */
uint32_t audit_add_process(enum process_way way, int32_t known_pid, struct where fork,
			   const char *path);

/* A zeroed place that takes no room on the stack, which may be small; NULL where it is in
 * use, by another thread or by what a signal handler interrupted. A fork meanwhile leaves
 * what it holds. */
struct place *audit_take_place(void);
void audit_leave_place(void);

/* `may_ask`: system calls are permitted. */
struct where audit_where(const struct place *place, uint32_t process, bool may_ask);
