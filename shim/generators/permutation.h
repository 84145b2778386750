/* SPDX-License-Identifier: MIT
 *
 * What strfry(3) does in children: a permutation of the string, from a small state of the
 * child's own. In a process that was never forked libc's strfry serves.
 */
#pragma once

#include <stdbool.h>

/* True when this process inherited libc's strfry state, so that permutation_apply()
 * serves. */
bool permutation_is_ours(void);

/* To be told when libc's strfry is called. */
void permutation_note_libc(void);

/* Permutes a string in place. Thread-safe; in signal handlers as strfry(3). */
void permutation_apply(char *string);

/* As additive_start(). */
void permutation_start(bool keep);
