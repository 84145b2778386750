/* SPDX-License-Identifier: MIT
 *
 * Locks of Python's that a thread held which the fork has left behind.
 */
#pragma once

#include "python_api.h"

/* Frees the threading.Lock or RLock that is the object's attribute `lock`, if a thread of
 * the parent holds it. Needs the interpreter's lock; for a child, before its bytecode. */
void python_free_lock(PyObject *owner);
