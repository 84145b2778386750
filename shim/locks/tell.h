/* SPDX-License-Identifier: MIT
 *
 * Findings about locks, for the shim's recorder (recorder/findings.h); docs/audit.md has
 * their kinds. Safe wherever the recorder is.
 */
#pragma once

#include "inside.h"

/* The shim is there, and records. */
bool tell_is_wanted(void);

enum { TELL_MOST = 4 };

/* A child calls a function whose lock these threads, at most TELL_MOST, had at the fork.
 */
void tell_inherited(const char *function, const struct presence *holders, unsigned count);

/* A fork has waited so long, in nanoseconds, and goes on though a thread is inside. */
void tell_given_up(const struct presence *presence, int64_t waited);
