/* SPDX-License-Identifier: MIT
 *
 * Findings about locks, for the shim's recorder (recorder/findings.h); docs/audit.md has
 * their kinds. Safe wherever the recorder is.
 */
#pragma once

#include "inside.h"

/* The shim is there, and records. */
bool tell_is_wanted(void);

/* A child calls a function whose lock a thread, which was in `held_in`, had at the fork.
 */
void tell_inherited(const char *function, const char *held_in, int tid);

/* A fork has waited so long, in nanoseconds, and goes on though a thread is inside. */
void tell_given_up(const struct presence *presence, int64_t waited);
