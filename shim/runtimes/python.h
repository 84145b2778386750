/* SPDX-License-Identifier: MIT
 *
 * CPython: how code of ours gets to run in the interpreter, and when. Each generator of
 * Python's that is healed fills in a struct python_runtime; runtimes.h lists them.
 */
#pragma once

#include "python_api.h"
#include "runtimes.h"

enum python_moment {
	PYTHON_AT_FORK, /* in PyOS_AfterFork_Child: no bytecode of the child has run */
	PYTHON_AFTER,   /* after that, and after the program's own hooks */
	PYTHON_INSTEAD, /* the program forks behind Python's back: before its bytecode */
};

/* All are called with the interpreter's lock held and no exception set, and leave none;
 * `modules` is sys.modules. */
struct python_runtime {
	/* Modules may have been imported: takes note of types that are new. True when
	 * there was one, so that objects of it may exist already. */
	bool (*notice)(PyObject *modules);
	/* An object that a module has as a global. */
	void (*found)(PyObject *object);
	/* Before a fork, or in the child if that was not seen, when objects were opened:
	 * what must be known to heal. False when that can't be said yet. */
	bool (*settle)(PyObject *modules);
	/* In the parent, without the interpreter's lock, in any thread; or NULL. */
	void (*before_fork)(void);
	/* In a child: heals what it inherited, AT_FORK or INSTEAD. */
	void (*heal)(PyObject *modules, enum python_moment moment);
	/* The interpreter ends, and its objects with it; or NULL. */
	void (*end)(void);
};
#define X(name, runtime) internal extern const struct python_runtime runtime;
PYTHON_RUNTIMES(X)
#undef X

/* Ask the interpreter to call us back soon. Both are for the parent, and for any thread;
 * neither needs the interpreter's lock. */
void python_before_fork(const void *caller);
void python_before_open(void);

/* True when the process may have lost threads at its fork. */
bool python_had_threads(void);
