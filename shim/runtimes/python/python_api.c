/* SPDX-License-Identifier: MIT
 *
 * Finding the interpreter's C API, and the few calls of it that are always made together.
 */
#include "python_api.h"
#include "python_frames.h"
#include "python_objects.h"
#include "recorder/elf_symbols.h"
#include "recorder/findings.h"

#include <link.h>
#include <stdatomic.h>
#include <string.h>

struct python *python;
static _Atomic bool is_found;

/* The names in the order of the pointers, without pointers to relocate. */
#define FUNCTION(type, name, arguments) #name "\0"
#define OBJECT(name) #name "\0"
static const char names[] =
	PYTHON_FUNCTIONS(FUNCTION) PYTHON_OBJECTS(OBJECT) PYTHON_VARIABLES(OBJECT);
static const char optional_names[] = PYTHON_OPTIONAL(FUNCTION) "PyImport_Inittab\0"
							       "PyModuleDef_Type\0";
#undef FUNCTION
#undef OBJECT

static struct elf_parts image; /* the object that it was found in, */
static bool is_program;        /* which can't be closed if it is the program */
static const char *unusable;   /* why one can't be used, for the audit */

void python_refused(const char *generator, const char *why)
{
	if (findings_wanted())
		findings_add(
			&(struct finding){"refused", generator, false, NULL, 0, why});
}

const char *python_api_fill(const struct elf_symbols *symbols, const char *list,
			    void **pointers)
{
	for (const char *name = list; *name; name += strlen(name) + 1)
		if (!(*pointers++ = elf_symbols_find(symbols, name)))
			return name;
	return NULL;
}

static void fill_optional(struct python *found, const struct elf_symbols *symbols)
{
	void **pointer = (void **)&found->PyInit_gc;
	for (const char *name = optional_names; *name; name += strlen(name) + 1)
		*pointer++ = elf_symbols_find(symbols, name);
}

/* Builds without the lock lay objects out otherwise (PEP 703); what they export for
 * Py_DECREF() tells them. */
static const char *what_is_wrong(const struct elf_symbols *symbols, struct python *found)
{
	if (elf_symbols_find(symbols, "_Py_MergeZeroLocalRefcount"))
		return "CPython without a global interpreter lock";
	return python_api_fill(symbols, names, (void **)found);
}

static int visit(struct dl_phdr_info *object, size_t size, void *data)
{
	struct elf_symbols symbols;
	struct python found;
	(void)size;
	(void)data;
	if (!elf_symbols_open(&symbols, object) ||
	    !elf_symbols_find(&symbols, "Py_AddPendingCall"))
		return 0;
	const char *wrong = what_is_wrong(&symbols, &found);
	struct python *memory = python ? python : python_memory(sizeof *python);
	if (wrong || !memory) {
		unusable = wrong;
		return 0;
	}
	fill_optional(&found, &symbols);
	image = elf_parts_of(object);
	is_program = !*object->dlpi_name;
	*memory = found; /* twice the same, should two threads look at once */
	python = memory;
	python_frames_find(&symbols);
	unusable = NULL;
	atomic_store(&is_found, true);
	return 1;
}

bool python_api_find(void)
{
	if (!python_api_is_found())
		dl_iterate_phdr(visit, NULL);
	return python_api_is_found();
}

bool python_api_is_unusable(void)
{
	return unusable;
}

void python_api_tell_refused(void)
{
	if (unusable)
		python_refused("python", unusable);
	unusable = NULL;
}

bool python_is_main(void)
{
	void *(*get)(void) = python->PyInterpreterState_Get
				     ? python->PyInterpreterState_Get
				     : python->_PyInterpreterState_Get;
	return !python->PyInterpreterState_Main || !get ||
	       python->PyInterpreterState_Main() == get();
}

bool python_has_lock(void)
{
	void *(*who)(void) = python->PyThreadState_GetUnchecked
				     ? python->PyThreadState_GetUnchecked
				     : python->_PyThreadState_UncheckedGet;
	if (!who || !python->PyGILState_GetThisThreadState || !python->Py_IsInitialized())
		return false;
	void *thread = python->PyGILState_GetThisThreadState();
	return thread && thread == who();
}

bool python_api_contains(const void *address)
{
	return elf_parts_contain(image, address);
}

bool python_api_forget(void)
{
	bool is_forgotten = !is_program && atomic_exchange(&is_found, false);
	if (is_forgotten)
		python_frames_forget();
	return is_forgotten;
}

bool python_api_is_found(void)
{
	return atomic_load(&is_found);
}

PyObject *python_global(PyObject *modules, const char *module, const char *name)
{
	PyObject *found = python->PyDict_GetItemString(modules, module);
	if (!found || found->type != python->PyModule_Type)
		return NULL;
	PyObject *globals = python->PyModule_GetDict(found);
	return globals ? python->PyDict_GetItemString(globals, name) : NULL;
}

static bool keeps;
static PyObject *kept[3]; /* type, value and traceback */

static bool is_ours(const PyObject *type)
{
	return !type || type == *python->PyExc_AttributeError ||
	       type == *python->PyExc_TypeError || type == *python->PyExc_ValueError;
}

static void clear(void)
{
	PyObject *raised[3];
	python->PyErr_Fetch(&raised[0], &raised[1], &raised[2]);
	bool is_kept = keeps && !is_ours(raised[0]) && !kept[0];
	for (int i = 0; i < 3; i++)
		if (is_kept)
			kept[i] = raised[i];
		else if (raised[i])
			python->Py_DecRef(raised[i]);
}

void python_keep_exceptions(void)
{
	keeps = true;
}

bool python_raise_kept(void)
{
	bool is_kept = kept[0];
	if (is_kept)
		python->PyErr_Restore(kept[0], kept[1], kept[2]);
	kept[0] = NULL;
	keeps = false;
	return is_kept;
}

PyObject *python_attribute(PyObject *object, const char *name)
{
	PyObject *value = object ? python->PyObject_GetAttrString(object, name) : NULL;
	if (object && !value)
		clear();
	return value;
}

PyObject *python_none(void)
{
	python->Py_IncRef(python->_Py_NoneStruct);
	return python->_Py_NoneStruct;
}

void python_done(PyObject *result)
{
	if (result)
		python->Py_DecRef(result);
	else
		clear();
}

unsigned long python_number(PyObject *object, const char *attribute,
			    unsigned long otherwise)
{
	PyObject *value = python_attribute(object, attribute);
	if (!value)
		return otherwise;
	unsigned long number = python->PyLong_AsUnsignedLongMask(value);
	clear();
	python->Py_DecRef(value);
	return number;
}

bool python_text_has(const char *text, const char *part)
{
	size_t length = strlen(part);
	while (*text && strncmp(text, part, length) != 0)
		text++;
	return *text;
}
