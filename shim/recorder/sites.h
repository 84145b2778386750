/* SPDX-License-Identifier: MIT
 *
 * Where in the program something happened, for auditing: registers and a slice of the
 * stack, which forkseed-audit unwinds afterwards. Nothing is unwound here.
 */
#pragma once

#include "modules.h"

enum { SITES_SLICE = 8192 };

struct sites {
	uintptr_t first_thread, stack_end; /* its stack's; 0: not known */
	/* What a fork found readable, in one word: a page, plus how many. It holds while
	 * the fork goes on, and in the child, where nobody else can unmap a stack. */
	_Atomic uintptr_t probed;
};

/* Zeroed before it is filled in: it lies in the slice, and would tell places apart. */
struct place {
	uint64_t pc, sp;
	uint64_t values[RECORDING_REGISTERS];
};

/* In the first thread. `emulated`: its stack may lie where a kernel would not put it. */
void sites_start(struct sites *sites, bool emulated);

/* In the parent, before a fork: finds out how far the stack can be read, where that is
 * not known otherwise. */
void sites_probe(struct sites *sites, uintptr_t sp);

/* Whether an aligned word can be read, by a system call: in the parent, before a fork. */
bool sites_is_readable(uintptr_t address);

/* The same where the child gets a stack that ends there. */
void sites_know_end(struct sites *sites, uintptr_t end);

/* In the parent, after it. */
void sites_forget_probe(struct sites *sites);

/* Records a place, unless the same one is there already: its reference, or 0 where there
 * is no room. Safe in signal handlers, threads and children; no system call. */
uint32_t sites_record(struct sites *sites, struct modules *modules,
		      struct recording *recording, uint32_t process,
		      const struct place *place);
