/* SPDX-License-Identifier: MIT
 *
 * The words of a type object that we read and replace, and the functions that stand in
 * front of a type's own.
 */
#include "python_types.h"
#include "python.h"
#include "python_members.h"

#include <string.h>

enum type_word {
	TP_BASICSIZE = 4,
	TP_ITEMSIZE = 5,
	TP_DEALLOC = 6,
	TP_FLAGS = 21,
	TP_BASE = 32,
	TP_DICTOFFSET = 36,
	TP_INIT = 37,
};

enum { TPFLAGS_HEAPTYPE = 1 << 9 };

enum { MOST_WATCHED = 8 };
static struct watched_type *all[MOST_WATCHED];
static int watched_types;

bool python_is_a(const PyObject *object, const PyObject *type)
{
	for (void **base = (void **)object->type; base; base = base[TP_BASE])
		if ((PyObject *)base == type)
			return true;
	return false;
}

struct watched_type *python_watched(const PyObject *object)
{
	for (void **type = (void **)object->type; type; type = type[TP_BASE])
		for (int i = 0; i < watched_types; i++)
			if (all[i]->type == (PyObject *)type)
				return all[i];
	return NULL;
}

/* A thread's stack grows down from here while it makes an object that looks at others. */
static const char *making_from;

bool python_is_making(void)
{
	enum { NEAR = 1 << 16 };
	const char *here = __builtin_frame_address(0);
	return making_from && here < making_from && making_from - here < NEAR;
}

static int init_object(PyObject *self, PyObject *arguments, PyObject *keywords)
{
	struct watched_type *watched = python_watched(self);
	python_heal();
	if (watched->is_holder)
		making_from = __builtin_frame_address(0);
	int failed = watched->init(self, arguments, keywords);
	if (watched->is_holder)
		making_from = NULL;
	if (failed)
		return failed; /* and an exception is set */
	watched->made(self, arguments, keywords);
	python_look();
	return 0;
}

/* An object that outlived its interpreter, and its type with it, is left where it is. */
static void dealloc_object(PyObject *self)
{
	struct watched_type *watched = python_watched(self);
	struct tracked *entry = tracked_find(self);
	if (entry && watched && watched->freed)
		watched->freed(entry);
	tracked_remove(self);
	if (watched)
		watched->dealloc(self);
}

static int set_state(PyObject *self, PyObject *value, void *closure)
{
	struct watched_type *watched = python_watched(self);
	python_heal();
	if (watched->used)
		watched->used(self);
	int failed = watched->set_state(self, value, closure);
	struct tracked *entry = failed ? NULL : tracked_find(self);
	if (entry)
		watched->assigned(entry);
	return failed;
}

/* What the type says of itself must stand where we think it does. */
bool python_type_is_readable(PyObject *type)
{
	void **word = python_words(type);
	return type->type == python->PyType_Type &&
	       python_number(type, "__basicsize__", 0) == (uintptr_t)word[TP_BASICSIZE] &&
	       python_number(type, "__itemsize__", 1) == (uintptr_t)word[TP_ITEMSIZE] &&
	       python_number(type, "__dictoffset__", 1) == (uintptr_t)word[TP_DICTOFFSET];
}

/* The type's __init__ as a program sees it calls the same function, by a pointer of its
 * own (Objects/descrobject.c, PyWrapperDescrObject.d_wrapped). */
static void **init_wrapped(PyObject *type)
{
	enum { WRAPPED_FIRST = 5, WRAPPED_LAST = 6 }; /* with and without d_qualname */
	PyObject *wrapper = python_attribute(type, "__init__");
	void **found = NULL;
	for (int i = WRAPPED_FIRST; wrapper && i <= WRAPPED_LAST; i++)
		if (python_words(wrapper)[i] == python_words(type)[TP_INIT])
			found = &python_words(wrapper)[i];
	python_done(wrapper); /* the type keeps it */
	return found;
}

static void wrap_state(struct watched_type *watched)
{
	struct PyGetSetDef *entry = python_attributes(watched->type);
	for (; watched->assigned && entry && entry->name; entry++)
		if (strcmp(entry->name, "state") == 0 && entry->set) {
			watched->set_state = entry->set;
			entry->set = set_state;
		}
}

/* Classes without an __init__ of their own have a copy of the slot. */
static void wrap_derived(struct watched_type *watched, PyObject *type)
{
	PyObject *classes = python->PyObject_CallMethod(type, "__subclasses__", NULL);
	ssize_t count = classes ? python->PySequence_Size(classes) : 0;
	for (ssize_t i = 0; i < count; i++) {
		PyObject *class = python->PySequence_GetItem(classes, i);
		void **slot = class ? &python_words(class)[TP_INIT] : NULL;
		if (slot && *slot == (void *)watched->init) {
			*slot = (void *)init_object;
			wrap_derived(watched, class);
		}
		python_done(class);
	}
	python_done(classes);
}

/* Each slot once: a type that is not of the heap is met again in the next interpreter. */
static void wrap_init(struct watched_type *watched, void **wrapped)
{
	void **slot = &python_words(watched->type)[TP_INIT];
	memcpy(&watched->init, slot, sizeof *slot);
	*wrapped = *slot = (void *)init_object;
	wrap_derived(watched, watched->type);
}

static void wrap_dealloc(struct watched_type *watched)
{
	void **slot = &python_words(watched->type)[TP_DEALLOC];
	memcpy(&watched->dealloc, slot, sizeof *slot);
	*slot = (void *)dealloc_object;
}

/* Classes without a tp_dealloc of their own share one that looks for its like in the base
 * classes (Objects/typeobject.c, subtype_dealloc): it must stay where it is. */
static bool has_common_dealloc(PyObject *type)
{
	PyObject *modules = python->PyImport_GetModuleDict();
	PyObject *any = python_attribute(
		python->PyDict_GetItemString(modules, "_frozen_importlib"), "ModuleSpec");
	void *dealloc = any ? python_words(any)[TP_DEALLOC] : NULL;
	python_done(any);
	return python_words(type)[TP_DEALLOC] == dealloc;
}

static bool enlist(struct watched_type *watched)
{
	for (int i = 0; i < watched_types; i++)
		if (all[i] == watched)
			return true;
	if (watched_types == MOST_WATCHED)
		return false;
	all[watched_types++] = watched;
	return true;
}

bool python_watch(struct watched_type *watched, PyObject *type)
{
	if (!python_type_is_readable(type) || has_common_dealloc(type))
		return false;
	void **wrapped = watched->made ? init_wrapped(type) : NULL;
	if ((watched->made && !wrapped) || !enlist(watched))
		return false;
	watched->type = type;
	watched->is_on_heap = (uintptr_t)python_words(type)[TP_FLAGS] & TPFLAGS_HEAPTYPE;
	if (wrapped)
		wrap_init(watched, wrapped);
	wrap_state(watched);
	wrap_dealloc(watched);
	return true;
}

void python_types_end(void)
{
	for (int i = 0; i < watched_types; i++)
		if (all[i]->is_on_heap)
			all[i]->type = NULL;
}

size_t python_basic_words(const struct watched_type *watched)
{
	return (uintptr_t)python_words(watched->type)[TP_BASICSIZE] / sizeof(void *);
}

static struct PyMethodDef *method_of(PyObject *type, const char *name)
{
	PyObject *method = python_attribute(type, name);
	struct PyMethodDef *definition = method ? python_definition(method) : NULL;
	python_done(method); /* the type keeps it */
	return definition && strcmp(definition->name, name) == 0 ? definition : NULL;
}

int python_wrap_method(PyObject *type, const char *name, python_method ours,
		       python_method *theirs)
{
	struct PyMethodDef *method = method_of(type, name);
	if (method && (void *)method->method != (void *)ours) {
		memcpy(theirs, &method->method, sizeof ours);
		memcpy(&method->method, &ours, sizeof ours);
	}
	return method ? method->flags : 0;
}

PyObject *python_first_argument(int flags, void *arguments, ssize_t count)
{
	if (flags & METH_O)
		return arguments;
	if (flags & METH_FASTCALL)
		return count > 0 ? *(PyObject **)arguments : NULL;
	PyObject *first = python->PySequence_Size(arguments) > 0
				  ? python->PySequence_GetItem(arguments, 0)
				  : NULL;
	if (first)
		python->Py_DecRef(first); /* the arguments keep it */
	return first;
}

uint8_t python_word_of(const struct watched_type *watched, PyObject *object,
		       const char *attribute)
{
	PyObject *value = python_attribute(object, attribute);
	size_t words = python_basic_words(watched), found = 0, times = 0;
	for (size_t i = 2; value && i < words; i++)
		if (python_words(object)[i] == value)
			found = i, times++;
	python_done(value);
	return times == 1 && found <= UINT8_MAX ? (uint8_t)found : 0;
}

struct tracked *python_track(PyObject *object)
{
	struct watched_type *watched = python_watched(object);
	struct tracked *entry = watched ? tracked_add(object) : NULL;
	if (entry)
		entry->kind = watched->kind;
	return entry;
}

bool python_is_exact(const PyObject *object)
{
	struct watched_type *watched = python_watched(object);
	return watched && watched->type == object->type;
}

PyObject *python_held(PyObject *object, uint8_t word, const char *attribute)
{
	if (word)
		return python_words(object)[word];
	PyObject *value =
		python_is_exact(object) ? python_attribute(object, attribute) : NULL;
	python_done(value); /* the object keeps it */
	return value;
}
