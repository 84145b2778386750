/* SPDX-License-Identifier: MIT
 *
 * Findings about locks, for the shim's recorder (recorder/findings.h); docs/audit.md has
 * their kinds. Safe wherever the recorder is.
 */
#pragma once

#include "inside.h"

/* A fork has waited so long, in nanoseconds, and goes on though a thread is inside. */
void tell_given_up(const struct presence *presence, int64_t waited);
