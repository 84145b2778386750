/* SPDX-License-Identifier: MIT
 *
 * Which function takes which of libc's locks: only what was seen to hang children, and
 * only locks that are one for the whole process. No state.
 */
#pragma once

#include <stdbool.h>

/* True when a child may hang in `needed`, since another thread was inside `held` at its
 * fork. Names as the program calls them. */
bool warn_locks_hang(const char *held, const char *needed);
