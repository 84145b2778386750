/* SPDX-License-Identifier: MIT
 *
 * Draws from random.Random objects, for an audit: all of an object's methods end in its
 * type's random() or getrandbits(). In a child that inherited objects a function of ours
 * is in front of these two, until all of them have been drawn from or seeded. A parent's
 * are never touched. All calls need the interpreter's lock.
 */
#pragma once

#include "python_objects.h"

/* What is known of an inherited object; kept as its entry's number. */
enum {
	DRAWS_WATCHED = 1,
	DRAWS_HEALED = 2,
	DRAWS_SEEDED = 4,    /* by the program, so that it is nobody's fault yet */
	DRAWS_OF_MODULE = 8, /* the object behind random's own functions */
};

/* In a child: nothing is watched yet. */
void python_random_draws_begin(void);

/* Then for each object, with a number that stands for its state as inherited. */
void python_random_draws_watch(struct tracked *entry, unsigned what, uint64_t digest);

/* Then once, with the type of them all. */
void python_random_draws_start(PyObject *type);

/* The object was seeded, or is freed. */
void python_random_draws_end(struct tracked *entry);
