/* SPDX-License-Identifier: MIT
 *
 * The loaded objects, for auditing: which one an address belongs to, and recording those
 * that findings point into. glibc's _dl_find_object (2.35) is asked, because it takes no
 * lock and is safe in signal handlers and in children of threaded parents. Why not
 * otherwise: dl_iterate_phdr(3) takes a lock that another thread may hold for as long as
 * a library's constructor runs, and a hook of dlopen(3) would hide its caller, by whose
 * RUNPATH it searches. With an older glibc the objects are listed once, in the parent:
 * what is loaded later has no name in a backtrace.
 *
 * Another thread may close an object while this one looks at it. What is known is
 * therefore a copy, and what is not yet known is read as reading.h has it, or not at all:
 * then it has no name either.
 */
#pragma once

#include "reading.h"
#include "recording.h"
#include "settled.h"

enum {
	MODULES_SLOTS = 1024, /* a power of two; three quarters are used */
	MODULES_PATHS = 1 << 17,
};

struct module {
	uintptr_t base, start, end;
	uintptr_t map;    /* its struct link_map; 0: there since the start, for ever */
	const char *path; /* in `paths` */
	uint64_t key;     /* the same wherever the object is loaded */
	uint32_t look;    /* when it was last found to be the same */
	_Atomic uint32_t recorded;
	uint32_t build_id_size;
	unsigned char build_id[RECORDING_BUILD_ID];
};

struct modules {
	uint32_t count;
	void *find_object;                  /* _dl_find_object, or NULL */
	void *clock;                        /* the vDSO's clock_gettime(2), or NULL */
	const unsigned *threads;            /* how many there are, or NULL */
	_Atomic bool has_opened;            /* there are some with a `map` */
	_Atomic uint32_t looks;             /* how many places were recorded since */
	struct module slots[MODULES_SLOTS]; /* by where they start; open addressing */
	struct settled settled;
	_Atomic uint32_t paths_size;
	char paths[MODULES_PATHS]; /* each with a 0 behind it; the first is empty */
};

/* In the parent: walks the loaded objects. */
void modules_start(struct modules *modules);

/* Whether this process has no thread but this one: without a system call, and right in a
 * child of a threaded parent too. False where that is not known. */
bool modules_is_alone(const struct modules *modules);

/* The module that an address lies in; NULL where there is none, or it can't be read. No
 * lock; no system call but `how` permits it. */
struct module *modules_find(struct modules *modules, uintptr_t address,
			    struct reading how);

/* Whether modules_find() knows no others than the settled ones, now. */
static inline bool modules_are_settled(const struct modules *modules)
{
	return !modules->find_object || settled_is_all(&modules->settled);
}

/* Records a module unless this process or an ancestor did. */
void modules_record(struct module *module, struct recording *recording, uint32_t process);
