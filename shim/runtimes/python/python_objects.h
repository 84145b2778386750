/* SPDX-License-Identifier: MIT
 *
 * The set of objects that we keep track of, by address; what is noted of an object is its
 * runtime's business. All calls need the interpreter's lock. Memory comes from mmap(2);
 * where there is none, objects are not tracked, and so not healed.
 */
#pragma once

#include "python_api.h"

#include <stddef.h>
#include <stdint.h>

struct tracked {
	PyObject *object;
	void *detail;     /* the generator's state, or what an object came from */
	uint32_t number;  /* see there */
	uint8_t kind;     /* index of a watched type (python_types.h) */
	bool is_from_os;  /* seeded with the operating system's entropy */
	bool is_assigned; /* the program put a state there */
	/* Of NumPy's: its uses are not all seen; its inherited state was replaced. */
	bool is_exposed : 1, is_replaced : 1;
};

/* Memory that is zero, and never freed; or NULL. */
void *python_memory(size_t size);

/* The entry of an object, made when there is none; NULL without memory. Others may move.
 */
struct tracked *tracked_add(PyObject *object);

/* The entry of an object, or NULL. */
struct tracked *tracked_find(PyObject *object);

/* Forgets an object that is about to be freed. */
void tracked_remove(PyObject *object);

/* Forgets all. */
void tracked_clear(void);

/* Entries by number, in no order: NULL for some, and false behind the last. What is added
 * meanwhile may be passed over. */
bool tracked_at(size_t number, struct tracked **entry);
