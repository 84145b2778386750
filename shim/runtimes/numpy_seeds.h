/* SPDX-License-Identifier: MIT
 *
 * NumPy's seed sequences: where a generator's seed came from, and what a child spawns.
 * All calls need the interpreter's lock.
 */
#pragma once

#include "python_types.h"

/* For struct watched_type: a SeedSequence was made, or is freed. */
void numpy_seed_sequence_made(struct tracked *entry, PyObject *arguments,
			      PyObject *keywords);
void numpy_seed_sequence_freed(struct tracked *entry);

/* One that was made before it could be watched: judged by the size of its entropy. */
void numpy_seed_sequence_found(struct tracked *entry);

/* True for a bit generator whose seed is the operating system's; false where the program
 * gave one. */
bool numpy_seed_is_from_os(PyObject *bit_generator);

/* The word of a SeedSequence object that is its spawn_key, or 0 where it does not look
 * like one. */
size_t numpy_spawn_key_word(const struct watched_type *seed_sequence);

/* In a child: what it spawns and generates shall be no sibling's. Nothing of NumPy's is
 * called: its pages would have to be faulted in, and cost more than the fork. */
void numpy_seed_sequence_heal(struct tracked *entry, size_t spawn_key_word);
