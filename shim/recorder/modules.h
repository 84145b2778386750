/* SPDX-License-Identifier: MIT
 *
 * The loaded objects, for auditing: which one an address belongs to, and recording those
 * that findings point into. glibc's _dl_find_object (2.35) is asked, because it takes no
 * lock and is safe in signal handlers and in children of threaded parents. Why not
 * otherwise: dl_iterate_phdr(3) takes a lock that another thread may hold for as long as
 * a library's constructor runs, and a hook of dlopen(3) would hide its caller, by whose
 * RUNPATH it searches. With an older glibc the objects are listed once, in the parent:
 * what is loaded later has no name in a backtrace.
 */
#pragma once

#include "recording.h"

enum { MODULES_SLOTS = 1024 }; /* a power of two; three quarters are used */

struct module {
	uintptr_t base, start, end;
	const char *path;
	uint64_t key; /* the same wherever the object is loaded */
	_Atomic uint32_t recorded;
	uint32_t build_id_size;
	unsigned char build_id[RECORDING_BUILD_ID];
};

struct modules {
	uint32_t count;
	void *find_object;                  /* _dl_find_object, or NULL */
	void *clock;                        /* the vDSO's clock_gettime(2), or NULL */
	struct module slots[MODULES_SLOTS]; /* by where they start; open addressing */
};

/* In the parent: walks the loaded objects. */
void modules_start(struct modules *modules);

/* The module that an address lies in, or NULL. No lock, no system call. */
struct module *modules_find(struct modules *modules, uintptr_t address);

/* Records a module unless this process or an ancestor did. */
void modules_record(struct module *module, struct recording *recording, uint32_t process);
