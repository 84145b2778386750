/* SPDX-License-Identifier: MIT
 *
 * CPython: how code of ours gets to run in the interpreter, and when. Each generator of
 * Python's that is healed fills in a struct python_runtime; runtimes.h lists them.
 */
#pragma once

#include "python_api.h"
#include "runtimes/runtimes.h"

enum python_moment {
	PYTHON_AT_FORK, /* CPython's own hooks run too: it was asked to fork */
	PYTHON_INSTEAD, /* the program forks behind Python's back */
};

/* Types that a runtime did not know when it last looked: where their objects can be. */
enum python_news {
	PYTHON_NOTHING_NEW,
	PYTHON_YOUNG, /* in modules, at most: made by the import that brought the type */
	PYTHON_OLD,   /* anywhere */
};

/* All are called with the interpreter's lock held and no exception set, and leave none;
 * `modules` is sys.modules. */
struct python_runtime {
	/* The interpreter was found; or NULL. Without its lock. */
	void (*begin)(void);
	/* Modules may have been imported: takes note of types that are new. */
	enum python_news (*notice)(PyObject *modules);
	/* An object that a module has as a global, or that the collector tracks. False
	 * for all of a type that is not ours. */
	bool (*found)(PyObject *object);
	/* Before a fork, or in the child if that was not seen, when objects were opened:
	 * what must be known to heal. False when that can't be said yet. */
	bool (*settle)(PyObject *modules);
	/* In a child, once, before the program's bytecode: heals what it inherited. */
	void (*heal)(PyObject *modules, enum python_moment moment);
	/* The interpreter ends, and its objects with it; or NULL. */
	void (*end)(void);
};
#define X(name, runtime, mark, words) internal extern const struct python_runtime runtime;
PYTHON_RUNTIMES(X)
#undef X

/* An interpreter was found, before it runs or later: parent only. */
void python_begin(void);

/* Ask the interpreter to call us back soon. All are for the parent, and for any thread;
 * none needs the interpreter's lock. */
void python_wake(void);
/* The same where an import was under way the last time: it may be over. */
void python_settle_soon(void);
void python_before_fork(const void *caller);
void python_before_open(void);

/* Heals a child that is not healed yet: before the program seeds an object in it, so that
 * its seed is the one that stays. Needs the interpreter's lock. */
void python_heal(void);

/* An object of a watched type was made: other types may have come with it. Needs the
 * interpreter's lock. */
void python_look(void);

/* The interpreter may be about to be unloaded. */
void python_before_close(void);

/* The interpreter has ended, or its library is gone without that: what is known of its
 * objects is nobody's. */
void python_ended(void);

/* True when the process may have lost threads at its fork. */
bool python_had_threads(void);
