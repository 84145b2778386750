/* SPDX-License-Identifier: MIT
 *
 * Locks of Python's that a thread held which the fork has left behind.
 */
#pragma once

#include "python_api.h"

/* Frees a threading.Lock or RLock, if a thread of the parent holds it. NULL is no lock.
 * Needs the interpreter's lock; for a child, before its bytecode. */
void python_free_lock(PyObject *lock);
