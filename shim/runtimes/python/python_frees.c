/* SPDX-License-Identifier: MIT
 *
 * All classes that are made by Python code, and tracked by the collector, have one and
 * the same tp_free (Objects/typeobject.c, type_new): so nothing is to be kept of a class.
 */
#include "python_frees.h"
#include "python_types.h"

#include <string.h>

enum { TP_FREE = 40 };

static void free_object(void *object)
{
	python_random_freed(object);
	python->PyObject_GC_Del(object);
}

bool python_watch_frees(PyObject *class)
{
	void **slot = &python_words(class)[TP_FREE];
	if (*slot == (void *)python->PyObject_GC_Del)
		*slot = (void *)free_object;
	return *slot == (void *)free_object;
}
