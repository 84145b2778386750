/* SPDX-License-Identifier: MIT
 *
 * The functions in front of methods and attributes. A method's has no place for a word of
 * ours, so each is a function of its own; an attribute's has one (closure), which Cython
 * leaves empty.
 */
#include "numpy_uses.h"
#include "core/lineage.h"
#include "numpy_objects.h"
#include "python_members.h"
#include "recorder/findings.h"

#include <string.h>

enum { MOST_METHODS = 160, MOST_ATTRIBUTES = 40 };

struct method {
	struct PyMethodDef *definition;
	int flags;
};
struct attribute {
	struct PyGetSetDef *entry;
	PyObject *(*get)(PyObject *, void *); /* theirs */
	bool exposes;
};
static struct uses {
	python_method theirs[MOST_METHODS], ours[MOST_METHODS]; /* first, and by number */
	struct method method[MOST_METHODS];
	struct attribute attribute[MOST_ATTRIBUTES];
	int methods, attributes;
	bool are_whole, are_missed, are_ours;
} * uses; /* in memory of its own: most programs need none */

__attribute__((always_inline)) static inline bool is_untouched(void)
{
	return atomic_load_explicit(&lineage_page->numpy, memory_order_relaxed) == ROOT;
}

/* Include/methodobject.h; what else there may be has other arguments. */
enum { METH_KNOWN = 0xff };

/* Where Python code is around a method, the object is the first argument. */
static PyObject *call_in_child(PyObject *self, void *arguments, ssize_t count,
			       void *keywords, int number)
{
	int flags = uses->method[number].flags;
	PyObject *object = self;
	if ((!self || !python_watched(self)) && !(flags & METH_NOARGS))
		object = python_first_argument(flags, arguments, count);
	if (object && python_watched(object))
		numpy_used(object);
	return uses->theirs[number](self, arguments, count, keywords);
}

/* clang-format off */
#define EACH_METHOD(X) \
	TEN(X, ) TEN(X, 1) TEN(X, 2) TEN(X, 3) TEN(X, 4) TEN(X, 5) TEN(X, 6) TEN(X, 7) \
	TEN(X, 8) TEN(X, 9) TEN(X, 10) TEN(X, 11) TEN(X, 12) TEN(X, 13) TEN(X, 14) TEN(X, 15)
#define TEN(X, tens) \
	X(tens##0) X(tens##1) X(tens##2) X(tens##3) X(tens##4) \
	X(tens##5) X(tens##6) X(tens##7) X(tens##8) X(tens##9)
#define METHOD(number) \
	static PyObject *method_##number(PyObject *self, void *arguments, ssize_t count, \
					 void *keywords) \
	{ \
		if (is_untouched()) \
			return uses->theirs[number](self, arguments, count, keywords); \
		return call_in_child(self, arguments, count, keywords, number); \
	}
#define FILL_IN(number) uses->ours[number] = method_##number;
/* clang-format on */
EACH_METHOD(METHOD)

/* By code: a table would have to be relocated in every program. */
static bool is_ready(void)
{
	if (uses || findings_wanted())
		return uses;
	uses = python_memory(sizeof *uses);
	if (uses) {
		EACH_METHOD(FILL_IN)
	}
	return uses;
}

static PyObject *get_attribute(PyObject *self, void *closure)
{
	const struct attribute *attribute = closure;
	if (!is_untouched())
		numpy_used(self);
	if (attribute->exposes && !uses->are_ours && !python_is_making())
		numpy_exposed(self);
	return attribute->get(self, NULL);
}

/* Types share what they inherit; and what is in front of a method already has asked what
 * we would. */
static bool watch_method(struct PyMethodDef *definition)
{
	int number = uses->methods;
	for (int i = 0; i < number; i++)
		if (uses->method[i].definition == definition)
			return true;
	if (strcmp(definition->name, "_legacy_seeding") == 0)
		return true;
	if (number == MOST_METHODS || definition->flags & ~METH_KNOWN)
		return false;
	uses->method[number] = (struct method){definition, definition->flags};
	memcpy(&uses->theirs[number], &definition->method, sizeof *uses->theirs);
	memcpy(&definition->method, &uses->ours[number], sizeof *uses->ours);
	uses->methods++;
	return true;
}

/* Who has the bit generator by one of these draws past its methods. */
static bool is_exposing(const char *name)
{
	return python_text_has(name, "capsule") || python_text_has(name, "ctypes") ||
	       python_text_has(name, "cffi") || strcmp(name, "lock") == 0;
}

static bool watch_attribute(struct PyGetSetDef *entry)
{
	struct attribute *attribute = &uses->attribute[uses->attributes];
	if (entry->get == get_attribute)
		return true;
	if (!entry->get || entry->closure || uses->attributes == MOST_ATTRIBUTES)
		return false;
	*attribute = (struct attribute){entry, entry->get, is_exposing(entry->name)};
	entry->closure = attribute;
	entry->get = get_attribute;
	uses->attributes++;
	return true;
}

void numpy_uses_begin(void)
{
	atomic_store(&lineage_page->numpy, ROOT);
}

static bool watch_attributes(PyObject *type)
{
	return python_type_is_readable(type) &&
	       python_each_attribute(type, watch_attribute);
}

static bool watch_members(PyObject *type)
{
	return watch_attributes(type) && python_each_method(type, watch_method);
}

static void watch(PyObject *type, bool (*watch_its)(PyObject *))
{
	if (is_ready() && !watch_its(type))
		uses->are_missed = true;
}

/* All bit generators are derived from one class, which has most of their methods. */
static void watch_base(PyObject *type, bool (*watch_its)(PyObject *))
{
	PyObject *base = python_base(type, "BitGenerator");
	if (base)
		watch(base, watch_its);
	else
		numpy_uses_are_not_seen();
}

static void watch_kind(int kind, bool (*watch_its)(PyObject *))
{
	watch(numpy_types[kind].type, watch_its);
	if (kind < BIT_GENERATORS)
		watch_base(numpy_types[kind].type, watch_its);
}

void numpy_uses_watch(int kind)
{
	watch_kind(kind, watch_attributes);
	if (uses)
		uses->are_whole = false;
}

void numpy_uses_watch_all(void)
{
	if (!is_ready() || uses->are_whole)
		return;
	for (int i = 0; i < NUMPY_TYPES; i++)
		if (numpy_types[i].type)
			watch_kind(i, watch_members);
	uses->are_whole = uses->methods > 0;
}

void numpy_uses_see(PyObject *object)
{
	if (uses && !is_untouched())
		numpy_used(object);
}

bool numpy_uses_are_seen(void)
{
	return uses && uses->are_whole && !uses->are_missed;
}

void numpy_uses_are_not_seen(void)
{
	if (is_ready())
		uses->are_missed = true;
}

void numpy_uses_are_ours(bool are_ours)
{
	if (uses)
		uses->are_ours = are_ours;
}
