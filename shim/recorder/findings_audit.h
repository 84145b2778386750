/* SPDX-License-Identifier: MIT
 *
 * What the recorder's two halves share: findings.c, which says what was noticed, and
 * findings_process.c, which says by whom. Nobody else includes this.
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
};

struct audit {
	struct recording *recording;
	_Atomic uint32_t process; /* this one's record, or the nearest ancestor's */
	uint32_t image;
	bool reproducible, by_hooks;
	uint32_t pid_place;   /* own_pid.h */
	_Atomic bool may_ask; /* the kernel, for memory: no filter kills for that */
	struct facts facts[GENERATORS];
	struct pending forks[FORKING_THREADS];
	_Atomic uint64_t fork_count;
	script_source *scripts; /* or NULL */
	struct sites sites;
	struct modules modules;
	struct opened opened;
	struct place place; /* audit_take_place() */
};

/* The kernel's clock in nanoseconds, by the vDSO; 0 where that has none. A coarse one:
 * the others read the processor's counter, which kills in seccomp's strict mode. */
int64_t audit_clock(clockid_t clock);

/* As recording_reserve(), with the time. */
void *audit_reserve(enum record_kind kind, size_t size, uint32_t process);

/* The reference of this process's record, which is made if need be; 0: no room. */
uint32_t audit_process(void);
void *audit_record(uint32_t reference);

/* A zeroed place that takes no room on the stack, which may be small; NULL where it is in
 * use, by another thread or by what a signal handler interrupted. A fork meanwhile leaves
 * what it holds. */
struct place *audit_take_place(void);
void audit_leave_place(void);

/* `may_ask`: system calls are permitted. */
struct where audit_where(const struct place *place, uint32_t process, bool may_ask);
