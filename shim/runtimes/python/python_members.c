/* SPDX-License-Identifier: MIT
 *
 * A type's dictionary has all of its own methods and attributes; what lies in slots of
 * the type as well (wrapper_descriptor) is for who knows the type.
 */
#include "python_members.h"

#include <string.h>

enum { TP_NAME = 3, TP_GETSET = 31, TP_BASE = 32, TP_DICT = 33 };

static const char *kind_of(PyObject *object)
{
	return python_words(object->type)[TP_NAME];
}

static bool is_one_of(const char *kind, const char *kinds)
{
	for (const char *each = kinds; *each; each += strlen(each) + 1)
		if (strcmp(kind, each) == 0)
			return true;
	return false;
}

struct PyGetSetDef *python_attributes(PyObject *type)
{
	return python_words(type)[TP_GETSET];
}

PyObject *python_base(PyObject *type, const char *name)
{
	PyObject *base = python_words(type)[TP_BASE];
	return base && python_text_has(python_words(base)[TP_NAME], name) ? base : NULL;
}

struct PyMethodDef *python_definition(PyObject *method)
{
	enum { D_METHOD = 5, M_ML = 2 };
	const char *kind = kind_of(method);
	if (strcmp(kind, "method_descriptor") == 0)
		return python_words(method)[D_METHOD];
	bool is_cythons = python_text_has(kind, "cython_function_or_method");
	return is_cythons ? python_words(method)[M_ML] : NULL;
}

/* A decorated method's own is inside of the function that Python sees. */
static struct PyMethodDef *definition_within(PyObject *value)
{
	if (strcmp(kind_of(value), "function") != 0)
		return python_definition(value);
	PyObject *inside = python_attribute(value, "__wrapped__");
	struct PyMethodDef *definition = inside ? python_definition(inside) : NULL;
	python_done(inside); /* the function keeps it */
	return definition;
}

/* What has no part in an object's state: text, numbers, who makes objects, and slots. */
static bool is_harmless(PyObject *value)
{
	return is_one_of(kind_of(value), "getset_descriptor\0"
					 "wrapper_descriptor\0"
					 "builtin_function_or_method\0"
					 "classmethod_descriptor\0"
					 "classmethod\0"
					 "PyCapsule\0"
					 "NoneType\0"
					 "str\0"
					 "float\0"
					 "int\0");
}

static PyObject *dictionary_of(PyObject *type)
{
	PyObject *dictionary = python_words(type)[TP_DICT];
	PyObject *modules = python->PyImport_GetModuleDict();
	bool is_one = dictionary && modules && dictionary->type == modules->type;
	return is_one ? dictionary : NULL;
}

bool python_each_method(PyObject *type, bool (*visit)(struct PyMethodDef *))
{
	PyObject *name, *value, *dictionary = dictionary_of(type);
	bool is_all = dictionary;
	ssize_t at = 0;
	while (is_all && python->PyDict_Next(dictionary, &at, &name, &value)) {
		struct PyMethodDef *definition = definition_within(value);
		is_all = definition ? visit(definition) : is_harmless(value);
	}
	return is_all;
}

bool python_each_attribute(PyObject *type, bool (*visit)(struct PyGetSetDef *))
{
	struct PyGetSetDef *entry = python_attributes(type);
	bool is_all = true;
	for (; is_all && entry && entry->name; entry++)
		is_all = visit(entry);
	return is_all;
}
