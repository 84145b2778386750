/* SPDX-License-Identifier: MIT
 *
 * NumPy's seed sequences: where a generator's seed came from, and what a child spawns.
 * All calls need the interpreter's lock.
 */
#pragma once

#include "python_types.h"

/* For struct watched_type: a SeedSequence was made, or is freed. */
void numpy_seed_sequence_made(PyObject *sequence, PyObject *arguments,
			      PyObject *keywords);
void numpy_seed_sequence_freed(struct tracked *entry);

/* One that was made before it could be watched: judged by the size of its entropy. */
void numpy_seed_sequence_found(PyObject *sequence);

/* True for a SeedSequence whose entropy is the operating system's; false where the
 * program gave some, and for other objects. */
bool numpy_seeds_are_from_os(PyObject *sequence);

/* Learns where its objects hold what a child changes. */
void numpy_seed_sequence_settle(const struct watched_type *seed_sequence);

/* In a child: what it spawns and generates shall be no sibling's. Nothing of NumPy's is
 * called: its pages would have to be faulted in, and cost more than the fork. */
void numpy_seed_sequence_heal(PyObject *sequence);

/* In a child, first: nothing is healed yet. */
void numpy_seed_sequences_begin(void);
