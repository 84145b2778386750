/* SPDX-License-Identifier: MIT
 *
 * Where in the program something happened, for auditing: registers and a slice of the
 * stack, which forkseed-audit unwinds afterwards. Nothing is unwound here.
 */
#pragma once

#include "modules.h"

enum { SITES_SLICE = 8192 };

/* A stretch of the stack that is known to be readable. */
struct stretch {
	_Atomic uintptr_t start, end;
};

struct sites {
	uintptr_t stack_end; /* of the first thread */
	struct stretch probed;
};

struct place {
	uint64_t pc, sp;
	uint64_t values[RECORDING_REGISTERS];
};

void sites_start(struct sites *sites);

/* In the parent, before a fork: finds out how far the stack can be read, where that is
 * not known otherwise. */
void sites_probe(struct sites *sites, uintptr_t sp);

/* Records a place, unless the same one is there already: its reference, or 0 where there
 * is no room. Safe in signal handlers, threads and children; no system call. */
uint32_t sites_record(struct sites *sites, struct modules *modules,
		      struct recording *recording, uint32_t process,
		      const struct place *place);
