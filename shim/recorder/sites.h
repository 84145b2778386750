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
	/* Of the stack that clone(2) gives to a child; while it is called, and in the
	 * child. */
	_Atomic uintptr_t clone_end;
	_Atomic uint32_t is_copying; /* somebody has `copy` */
	char copy[SITES_SLICE];
};

/* Zeroed before it is filled in: it lies in the slice, and would tell places apart. */
struct place {
	uint64_t pc, sp;
	uint64_t values[RECORDING_REGISTERS];
};

/* In the first thread. `emulated`: its stack may lie where a kernel would not put it. */
void sites_start(struct sites *sites, bool emulated);

/* Whether an aligned word can be read, by a system call: in the parent, before a fork. */
bool sites_is_readable(uintptr_t address);

/* In a child. */
void sites_in_child(struct sites *sites);

/* Records a place, unless the same one is there already: its reference, or 0 where there
 * is no room. Safe in signal handlers, threads and children. What of the stack is not
 * known to be readable is read only where `may_ask` permits system calls, as before a
 * fork, since others may unmap it. */
uint32_t sites_record(struct sites *sites, struct modules *modules,
		      struct recording *recording, uint32_t process,
		      const struct place *place, struct reading how, bool may_ask);
