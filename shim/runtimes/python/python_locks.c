/* SPDX-License-Identifier: MIT
 *
 * A lock that can be taken is given back; one that can't be taken in a process with a
 * single thread has no owner. _at_fork_reinit() is what CPython's own modules call (3.9);
 * before, a Lock may be released by anybody, and an RLock of another thread stays.
 */
#include "python_locks.h"

#include <stddef.h>

static bool take(PyObject *lock)
{
	PyObject *taken = python->PyObject_CallMethod(lock, "acquire", "i", 0);
	bool is_taken = taken && python->PyObject_IsTrue(taken) == 1;
	python_done(taken);
	return is_taken;
}

static void reset(PyObject *lock)
{
	PyObject *done = python->PyObject_CallMethod(lock, "_at_fork_reinit", NULL);
	if (!done) {
		python_done(NULL);
		done = python->PyObject_CallMethod(lock, "release", NULL);
	}
	python_done(done);
}

void python_free_lock(PyObject *lock)
{
	if (lock && take(lock))
		python_done(python->PyObject_CallMethod(lock, "release", NULL));
	else if (lock)
		reset(lock);
}
