/* SPDX-License-Identifier: MIT
 *
 * By the function that CPython has for it since 3.12; before, by the gc module's own
 * get_objects(), without importing gc: sys.modules stays as it is, and no code of
 * Python's runs.
 */
#include "python_collected.h"

#include <string.h>

struct visitor {
	void (*visit)(PyObject *object);
};

static int visit_one(PyObject *object, void *visitor)
{
	((struct visitor *)visitor)->visit(object);
	return 1; /* go on */
}

/* Where modules are made in two steps (3.10), the first gives what they are made of. */
static PyObject *get_objects_of(PyObject *gc)
{
	if (gc->type != python->PyModuleDef_Type)
		return python_attribute(gc, "get_objects");
	struct PyMethodDef *method = ((struct PyModuleDef *)gc)->methods;
	while (method && method->name && strcmp(method->name, "get_objects") != 0)
		method++;
	return method && method->name ? python->PyCFunction_NewEx(method, NULL, NULL)
				      : NULL;
}

static PyObject *list_objects(void)
{
	PyObject *gc = python->PyInit_gc ? python->PyInit_gc() : NULL;
	PyObject *call = gc ? get_objects_of(gc) : NULL;
	PyObject *list = call ? python->PyObject_CallFunction(call, NULL) : NULL;
	if (!list)
		python_done(NULL);
	if (call)
		python_done(call);
	if (gc && gc->type != python->PyModuleDef_Type)
		python_done(gc);
	return list;
}

bool python_walk_collected(void (*visit)(PyObject *object))
{
	struct visitor visitor = {visit};
	if (python->PyUnstable_GC_VisitObjects) {
		python->PyUnstable_GC_VisitObjects(visit_one, &visitor);
		return true;
	}
	PyObject *list = list_objects();
	ssize_t count = list ? python->PySequence_Size(list) : 0;
	for (ssize_t i = 0; i < count; i++) {
		PyObject *object = python->PySequence_GetItem(list, i);
		visit(object);
		python_done(object); /* the list keeps it */
	}
	python_done(list);
	return list;
}
