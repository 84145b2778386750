/* SPDX-License-Identifier: MIT
 *
 * NumPy's objects: which types are watched, and what is known of their layouts. All calls
 * need the interpreter's lock.
 */
#pragma once

#include "numpy_layouts.h"
#include "python.h"

/* Kinds of tracked objects behind the bit generators. */
enum { RANDOM_STATE = BIT_GENERATORS, GENERATOR, SEED_SEQUENCE, NUMPY_TYPES };

/* By kind; NULL until there is a NumPy. */
internal extern struct watched_type *numpy_types;

/* Where objects hold what is looked at in a child (python_held). */
struct numpy_words {
	uint8_t seed_sequence, lock;
	uint8_t bit_generator, of_generator; /* in a RandomState, in a Generator */
	size_t gauss;                        /* numpy_gauss_word() */
};
internal extern struct numpy_words numpy_words;

internal extern enum numpy_layout numpy_layouts[BIT_GENERATORS];

/* Counts the processes in this line that healed; an entry's number is the last in which
 * its object was made, or its inherited state looked at. */
internal extern uint32_t numpy_healing;

/* Some may be exposed (numpy_uses.h). */
internal extern bool numpy_some_are_exposed;

/* For struct python_runtime. */
enum python_news numpy_notice(PyObject *modules);
bool numpy_found(PyObject *object);
bool numpy_settle(PyObject *modules);

void numpy_end(void);

/* False while NumPy is being imported: then it can't be called. */
bool numpy_is_imported(PyObject *modules);

bool numpy_is_random_state(const PyObject *object);
