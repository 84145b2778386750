/* SPDX-License-Identifier: MIT
 *
 * What the shim calls of CPython's C API: functions that every version since 2.7 exports,
 * by these names and types (the "Python/C API Reference Manual"). Looked up in the
 * parent, in the object that defines them, be it the python program, libpython or a
 * plugin's copy.
 */
#pragma once

#include "core/compiler.h"
#include "recorder/elf_symbols.h"

#include <stdbool.h>
#include <sys/types.h>

/* The head of every object, in builds that have a global interpreter lock. */
typedef struct PyObject {
	ssize_t references;
	struct PyObject *type;
} PyObject;

struct PyMethodDef {
	const char *name;
	PyObject *(*method)(PyObject *, PyObject *);
	int flags;
	const char *doc;
};

/* clang-format off */
#define PYTHON_FUNCTIONS(X) \
	X(int, Py_IsInitialized, (void)) \
	X(int, Py_AddPendingCall, (int (*)(void *), void *)) \
	X(int, Py_AtExit, (void (*)(void))) \
	X(void, Py_IncRef, (PyObject *)) \
	X(void, Py_DecRef, (PyObject *)) \
	X(void, PyErr_Fetch, (PyObject **, PyObject **, PyObject **)) \
	X(void, PyErr_Restore, (PyObject *, PyObject *, PyObject *)) \
	X(PyObject *, PyImport_GetModuleDict, (void)) \
	X(PyObject *, PyModule_GetDict, (PyObject *)) \
	X(PyObject *, PyDict_GetItemString, (PyObject *, const char *)) \
	X(int, PyDict_Next, (PyObject *, ssize_t *, PyObject **, PyObject **)) \
	X(PyObject *, PyObject_GetAttrString, (PyObject *, const char *)) \
	X(PyObject *, PyObject_GenericGetAttr, (PyObject *, PyObject *)) \
	X(int, PyObject_GenericSetAttr, (PyObject *, PyObject *, PyObject *)) \
	X(PyObject *, PyObject_CallMethod, (PyObject *, const char *, const char *, ...)) \
	X(PyObject *, PyObject_CallFunction, (PyObject *, const char *, ...)) \
	X(PyObject *, PyObject_Call, (PyObject *, PyObject *, PyObject *)) \
	X(int, PyObject_IsTrue, (PyObject *)) \
	X(int, PyObject_RichCompareBool, (PyObject *, PyObject *, int)) \
	X(PyObject *, PySequence_Concat, (PyObject *, PyObject *)) \
	X(PyObject *, PySequence_GetItem, (PyObject *, ssize_t)) \
	X(ssize_t, PySequence_Size, (PyObject *)) \
	X(PyObject *, Py_BuildValue, (const char *, ...)) \
	X(unsigned long, PyLong_AsUnsignedLongMask, (PyObject *)) \
	X(PyObject *, PyWeakref_NewRef, (PyObject *, PyObject *)) \
	X(void *, PyCapsule_GetPointer, (PyObject *, const char *)) \
	X(PyObject *, PyCFunction_NewEx, (struct PyMethodDef *, PyObject *, PyObject *)) \
	X(void, PyObject_GC_Del, (void *))

/* Objects that the interpreter exports by address. */
#define PYTHON_OBJECTS(X) \
	X(_Py_NoneStruct) \
	X(PyModule_Type) \
	X(PyType_Type)

/* What only some versions have; NULL in others. */
#define PYTHON_OPTIONAL(X) \
	X(PyObject *, PyInit_gc, (void)) \
	X(struct PyModuleDef *, PyModule_GetDef, (PyObject *)) \
	X(void, PyUnstable_GC_VisitObjects, (int (*)(PyObject *, void *), void *)) \
	X(void *, PyInterpreterState_Main, (void)) \
	X(void *, PyInterpreterState_Get, (void)) \
	X(void *, _PyInterpreterState_Get, (void)) \
	X(void *, PyGILState_GetThisThreadState, (void)) \
	X(void *, PyThreadState_GetUnchecked, (void)) \
	X(void *, _PyThreadState_UncheckedGet, (void))

/* Variables that hold an object. */
#define PYTHON_VARIABLES(X) \
	X(PyExc_AttributeError) \
	X(PyExc_TypeError) \
	X(PyExc_ValueError)
/* clang-format on */

/* What modules are made of (Include/moduleobject.h, Include/import.h). */
struct PyModuleDef_Slot {
	int slot;
	int (*value)(PyObject *);
};
struct PyModuleDef {
	PyObject head;
	void *init;
	ssize_t index;
	PyObject *copy;
	const char *name, *doc;
	ssize_t size;
	struct PyMethodDef *methods;
	struct PyModuleDef_Slot *slots;
};
struct inittab {
	const char *name;
	PyObject *(*initfunc)(void);
};

/* The functions and the objects, in this order: their names are listed in the same. */
struct python {
#define X(type, name, arguments) type(*name) arguments;
	PYTHON_FUNCTIONS(X)
#undef X
#define X(name) PyObject *name;
	PYTHON_OBJECTS(X)
#undef X
#define X(name) PyObject **name;
	PYTHON_VARIABLES(X)
#undef X
#define X(type, name, arguments) type(*name) arguments;
	PYTHON_OPTIONAL(X)
#undef X
	struct inittab **PyImport_Inittab;
	PyObject *PyModuleDef_Type;
};
internal extern struct python *python; /* in memory of its own; NULL: never found */

/* Looks for an interpreter among the loaded objects (dl_iterate_phdr(3)): parent only.
 * True once one was found that has every name, and a global interpreter lock. */
bool python_api_find(void);

/* One that is there and can't be used is told to an audit, once. */
bool python_api_is_unusable(void);
void python_api_tell_refused(void);

/* True when what runs is the main interpreter: others' objects and types end with them,
 * and may have a lock of their own. Needs its lock. */
bool python_is_main(void);

/* True when this thread has the interpreter's lock; false too where that is not known.
 * Needs nothing. */
bool python_has_lock(void);

/* Fills in pointers by a list of names, each with a 0 behind it: the first that the
 * object has not, or NULL. */
const char *python_api_fill(const struct elf_symbols *symbols, const char *list,
			    void **pointers);

/* True for an address in the object that the interpreter was found in. */
bool python_api_contains(const void *address);

/* The object may be about to be closed: it has to be found again, unless it is the
 * program itself. True when it was forgotten. */
bool python_api_forget(void);

/* True when it was found. */
bool python_api_is_found(void);

/* The value of an attribute that is a number; `otherwise` where there is none. */
unsigned long python_number(PyObject *object, const char *attribute,
			    unsigned long otherwise);

/* A global of a module in sys.modules, borrowed, or NULL. Nothing of the program's is
 * run: what stands in for a module (lazy loaders) is left alone. */
PyObject *python_global(PyObject *modules, const char *module, const char *name);

/* An attribute, or NULL without an exception. The caller owns a reference. */
PyObject *python_attribute(PyObject *object, const char *name);

/* Something is not as we know it, and is left alone: for the audit (core/findings.h). */
void python_refused(const char *generator, const char *why);

/* What a function of ours returns that has nothing to say. */
PyObject *python_none(void);

/* Drops a reference; NULL, the result of a failed call, clears its exception. */
void python_done(PyObject *result);

/* Between these two, an exception that python_done() clears is kept unless it is of the
 * kinds that our own attempts end in: it comes from a signal handler of the program that
 * ran inside a call of ours. The first is raised again; false when there is none. */
void python_keep_exceptions(void);
bool python_raise_kept(void);

/* strstr(3), which is one import less in the near text. */
bool python_text_has(const char *text, const char *part);
