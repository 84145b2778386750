/* SPDX-License-Identifier: MIT
 *
 * Where NumPy's bit generators keep their state: numpy/random/src/ of NumPy 1.17 to 2.x
 * (mt19937/mt19937.h, pcg64/pcg64.h, philox/philox.h, sfc64/sfc64.h). What is written
 * here is only used for a class whose own draws have proved it.
 */
#pragma once

#include "python_types.h"

enum bit_generator { MT19937, PCG64, PCG64DXSM, PHILOX, SFC64, BIT_GENERATORS };

enum numpy_layout { LAYOUT_UNKNOWN, LAYOUT_HOLDS, LAYOUT_DIFFERS };

/* The layout holds when an object seeded with 1, given the state of one seeded with 2,
 * draws what that one draws. Unknown while the class can't make objects yet. Needs the
 * interpreter's lock. */
enum numpy_layout numpy_layout_test(enum bit_generator kind, PyObject *type);

/* What a bit generator's capsule points to (numpy/random/bitgen.h), or NULL; and its
 * first word, the state. Need the interpreter's lock. */
void *numpy_bitgen(PyObject *bit_generator);
void *numpy_state(PyObject *bit_generator);

/* "numpy.PCG64" */
const char *numpy_layout_name(enum bit_generator kind);

/* A number that tells whole states apart. */
uint64_t numpy_state_digest(enum bit_generator kind, void *state);

/* Replaces a whole state by a child's own, buffered words included. */
void numpy_state_fill(enum bit_generator kind, void *state);

/* The word of a RandomState object behind which its cached normal deviate is (legacy
 * distributions.h, aug_bitgen_t), or 0 where it does not look like it. Needs the
 * interpreter's lock. */
size_t numpy_gauss_word(const struct watched_type *random_state);
void numpy_gauss_forget(PyObject *random_state, size_t word);
