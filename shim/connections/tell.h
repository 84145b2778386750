/* SPDX-License-Identifier: MIT
 *
 * Findings about connections, for the shim's recorder (core/findings.h); docs/audit.md
 * has their kinds. Safe wherever the recorder is.
 */
#pragma once

#include "shared.h"

/* The shim is there, and records. */
bool tell_is_wanted(void);

/* Two processes used it in one direction. */
void tell_use(const struct shared *connection, enum direction direction);

/* A child ended it for all. */
void tell_end(const struct shared *connection, enum goodbye how);

/* A child came to use it; `how` says what became of that. */
void tell_touch(const struct shared *connection, bool cut, const char *how);

/* A client connection that children inherit was opened past all hooks. */
void tell_unseen(uint64_t cookie, const char *peer);
