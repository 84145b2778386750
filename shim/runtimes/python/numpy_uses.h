/* SPDX-License-Identifier: MIT
 *
 * Seeing a child use a NumPy object that it inherited, so that what is never used need
 * not be healed. A draw, a state that is asked for, a pickle, a copy, a spawned key: all
 * go through a method of the object's class, or an attribute that a function computes. In
 * front of these are functions of ours, once and for all; in a process that has inherited
 * nothing they go on at once. What C code draws by pointers goes past them: it has asked
 * for a capsule, for ctypes or the lock, and such an object is *exposed*.
 *
 * All calls need the interpreter's lock.
 */
#pragma once

#include "python_types.h"

/* This process made all of NumPy's objects that it has: said when NumPy comes. */
void numpy_uses_begin(void);

/* A type of NumPy's has come (numpy_types), to be watched: a BitGenerator also shows what
 * exposes. */
void numpy_uses_watch(int kind);

/* The import that made the types is over: Cython 3 replaces most of their methods late in
 * it. */
void numpy_uses_watch_all(void);

/* An object is about to be used in a way that we have met by ourselves. */
void numpy_uses_see(PyObject *object);

/* True when no use of an object of these types can be missed. */
bool numpy_uses_are_seen(void);

/* Something can't be seen after all. */
void numpy_uses_are_not_seen(void);

/* From here to there we ask ourselves, and nothing is exposed. */
void numpy_uses_are_ours(bool are_ours);

/* Are told, in a child: an object is about to be used (numpy.c); and in any process, that
 * it is exposed (numpy_objects.c). */
void numpy_used(PyObject *object);
void numpy_exposed(PyObject *object);
