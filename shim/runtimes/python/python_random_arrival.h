/* SPDX-License-Identifier: MIT
 *
 * Meeting the module _random as it is made, before anybody has an object of its type. It
 * is built into the interpreter, or a library that an import opens; in both cases a
 * function of ours is put in front of the one that fills the module.
 */
#pragma once

#include "python_api.h"

/* The interpreter is there, and imports nothing yet: waits for a built-in _random. Parent
 * only; needs no lock. */
void python_random_expect(void);

/* Python has opened something: the same for a library (dl_iterate_phdr(3)). Parent only;
 * needs the interpreter's lock. */
void python_random_expect_library(void);

/* Is told of the type _random.Random as it comes, in the main interpreter, with its lock
 * held. */
void python_random_arrived(PyObject *new_type);
