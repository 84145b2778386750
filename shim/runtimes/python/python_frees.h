/* SPDX-License-Identifier: MIT
 *
 * Being told when an object of a class is freed: by a function in front of the class's
 * tp_free (Include/cpython/object.h), which the program can't see. For classes whose
 * tp_dealloc must stay where it is (python_types.c), and whose objects the collector
 * tracks.
 */
#pragma once

#include "python_api.h"

/* From now on tells of that class's objects, but not of those of classes derived from it.
 * Idempotent. False, and nothing was changed, when it frees otherwise than Python's own
 * classes do. Needs the interpreter's lock; the class must be readable
 * (python_types.h). */
bool python_watch_frees(PyObject *class);

/* Is told, with the interpreter's lock held: the object's words are still there. */
void python_random_freed(PyObject *object);
