/* SPDX-License-Identifier: MIT
 *
 * Going through all objects that Python's garbage collector tracks, once in a process:
 * what is older than our knowledge of its type is found wherever it hangs. It costs 10 to
 * 50 ns an object, and writes to each: for the parent, before a fork.
 */
#pragma once

#include "python_api.h"

/* Shows each to `visit`, which must make and free none. False where that can't be done.
 * Needs the interpreter's lock, and runs no code of Python's; before CPython 3.12 an
 * audit hook of the program's (PEP 578) hears of gc.get_objects. */
bool python_walk_collected(void (*visit)(PyObject *object));
