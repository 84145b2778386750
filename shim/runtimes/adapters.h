/* SPDX-License-Identifier: MIT
 *
 * The way to libforkseed-adapters.so, which holds the runtimes whose functions are
 * replaced: most programs have none of these, and never load it. It is opened in the
 * process that has such a library, once the program's own constructors have run, and
 * looks again when the program has opened objects since. What it does is in
 * shim/adapters/.
 */
#pragma once

#include "core/compiler.h"
#include "core/lineage.h"
#include "entropy/entropy.h"
#include "recorder/findings.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* What the shim does for adapters. Safe where the functions themselves are. */
struct adapter_services {
	struct life *lives; /* ADAPTED_LIVES of them, in the wiped page */
	bool reproducible;  /* FORKSEED_SEED: streams are to be repeatable */
	bool audited;
	uint64_t (*epoch)(void);
	uint64_t (*token)(void);
	void (*fill)(void *buffer, size_t size, const struct inherited *inherited,
		     const uint32_t *more);
	void (*find)(const struct finding *finding);
	void (*seeded)(const struct seeding *seeding);
	void (*set_scripts)(script_source *source);
	bool (*is_readable)(uintptr_t address); /* of a word; asks the kernel */
	bool (*is_active)(int index);           /* of runtimes.h */
	bool (*is_kept)(int index);
};

/* What the object exports as forkseed_adapters. */
struct adapter_door {
	char version[16]; /* a shim of another one keeps out */
	/* In the parent, or in a child that opens objects itself: takes hold of what is
	 * loaded. With NULL: again, of what has come. False: another thread is at it. */
	bool (*look)(const struct adapter_services *services);
	/* There, too: an object was closed. */
	bool (*closed)(void);
	/* The process is about to fork: an audit hears what is not healed, once. */
	void (*tell_refused)(void);
};

/* What of it most programs touch, and nothing else of this file's. */
struct adapters_watch {
	_Atomic bool is_waiting; /* something may have come that was not looked at */
	_Atomic bool may_open;
	_Atomic uint64_t due_in; /* a process: in its children ld.so's lock may be held */
};
internal extern struct adapters_watch adapters_watch; /* in runtimes.c */

/* Far away: takes hold of what is loaded, and opens the object first if need be. */
void adapters_meet(void);

/* The program has closed an object (dlclose(3)), before it can open another in its place.
 * Keeps errno. */
void adapters_closed(void);

/* The program is about to fork; for audits. */
void adapters_tell_refused(void);

/* Looks, if it is due in this process. May allocate, and open the object: never in a
 * child between its fork and the program's own code. Keeps errno. */
void adapters_look(void);

/* The program is about to open an object, or has one that an adapter is for. */
static inline void adapters_due(void)
{
	atomic_store(&adapters_watch.due_in, lineage_epoch());
	adapters_watch.is_waiting = true;
}

/* An object has come: its constructors are about to run. Also before a fork. */
static inline void adapters_look_if_due(void)
{
	if (unlikely(adapters_watch.is_waiting && adapters_watch.may_open))
		adapters_look();
}

/* The shim's own constructor runs: from here on objects may be opened. */
static inline void adapters_begin(void)
{
	adapters_watch.may_open = true;
	adapters_look_if_due();
}
