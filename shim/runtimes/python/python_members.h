/* SPDX-License-Identifier: MIT
 *
 * Going through what a type shows of its objects: its methods, and the attributes that a
 * function computes. All calls need the interpreter's lock.
 */
#pragma once

#include "python_types.h"

/* Include/cpython/descrobject.h */
struct PyGetSetDef {
	const char *name;
	PyObject *(*get)(PyObject *, void *);
	int (*set)(PyObject *, PyObject *, void *);
	const char *doc;
	void *closure;
};

/* The attributes of a type itself, without those that it inherits; ends with one that has
 * no name. NULL: there are none. */
struct PyGetSetDef *python_attributes(PyObject *type);

/* The class that a type is derived from, if its name is that, or NULL. */
PyObject *python_base(PyObject *type, const char *name);

/* Where a method object keeps its definition: CPython's (Include/descrobject.h), and
 * Cython's, which begins like a PyCFunctionObject; or NULL. */
struct PyMethodDef *python_definition(PyObject *method);

/* Shows each of a type's own, also where Python code is wrapped around it, until one is
 * refused. False then, and where something else may show what objects hold: a member that
 * no function computes, Python code. The type must be readable (python_types.h). Runs no
 * code of Python's. */
bool python_each_method(PyObject *type, bool (*visit)(struct PyMethodDef *));
bool python_each_attribute(PyObject *type, bool (*visit)(struct PyGetSetDef *));
