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
	uint8_t seed_sequence, lock, bit_generator;
	size_t gauss; /* numpy_gauss_word() */
};
internal extern struct numpy_words numpy_words;

internal extern enum numpy_layout numpy_layouts[BIT_GENERATORS];

/* For struct python_runtime. */
enum python_news numpy_notice(PyObject *modules);
bool numpy_found(PyObject *object);
bool numpy_settle(PyObject *modules);

void numpy_end(void);

/* False while NumPy is being imported: then it can't be called. */
bool numpy_is_imported(PyObject *modules);

bool numpy_is_random_state(const PyObject *object);
