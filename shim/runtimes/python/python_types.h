/* SPDX-License-Identifier: MIT
 *
 * Watching a type: to be told of each of its objects when it is made and when its `state`
 * is assigned, and to forget it when it is freed. Done by putting functions of ours in
 * front of the type's own tp_init, tp_dealloc and setter; objects themselves, and what a
 * program sees of the type, stay as they are. All calls need the interpreter's lock.
 *
 * CPython: Include/cpython/object.h, struct _typeobject (the same words since 2.5, in
 * builds that have a global interpreter lock).
 */
#pragma once

#include "python_objects.h"

struct watched_type {
	PyObject *type; /* NULL until it is watched */
	/* Told of an object that was made, with the arguments of its __init__. */
	void (*made)(PyObject *object, PyObject *arguments, PyObject *keywords);
	/* Told of an object whose `state` is about to be assigned; or NULL. */
	void (*used)(PyObject *object);
	/* Told of a tracked object whose `state` was assigned, or that is freed; or NULL.
	 */
	void (*assigned)(struct tracked *entry);
	void (*freed)(struct tracked *entry);
	int (*init)(PyObject *, PyObject *, PyObject *);
	void (*dealloc)(PyObject *);
	int (*set_state)(PyObject *, PyObject *, void *);
	uint8_t kind;    /* of its objects' entries */
	bool is_on_heap; /* ends with its interpreter */
	bool is_holder;  /* its __init__ looks at an object of another watched type */
};

/* Begins to watch `type`: false, and nothing was changed, when it doesn't look as it
 * should. The struct must live for ever, with made and assigned filled in. */
bool python_watch(struct watched_type *watched, PyObject *type);

/* The watched type that an object is of, or is derived from, or NULL. */
struct watched_type *python_watched(const PyObject *object);

/* True in what the __init__ of a holder calls; another thread's may make that false. */
bool python_is_making(void);

/* True when a type object's words are where we expect them. */
bool python_type_is_readable(PyObject *type);

/* True for an object of the type or of one derived from it; the type must be readable. */
bool python_is_a(const PyObject *object, const PyObject *type);

/* The interpreter ends: types of its heap are no longer known. */
void python_types_end(void);

/* Puts a function in front of a method of the type, once; `theirs` becomes the one that
 * was there. Returns how it is called, or 0 without such a method. Ours gets what the
 * caller passes, in one of CPython's conventions: METH_O an object, METH_VARARGS a tuple,
 * METH_FASTCALL an array and its length; METH_KEYWORDS one thing more. */
enum { METH_VARARGS = 1, METH_NOARGS = 4, METH_O = 8, METH_FASTCALL = 0x80 };
typedef PyObject *(*python_method)(PyObject *self, void *arguments, ssize_t count,
				   void *keywords);
int python_wrap_method(PyObject *type, const char *name, python_method ours,
		       python_method *theirs);

/* The first positional argument of such a call, borrowed, or NULL. */
PyObject *python_first_argument(int flags, void *arguments, ssize_t count);

/* The words of an object of a watched type, and how many it has. */
static inline void **python_words(PyObject *object)
{
	return (void **)object;
}
size_t python_basic_words(const struct watched_type *watched);

/* The word in which an object of a watched type holds an attribute; 0 unless it is
 * exactly one. */
uint8_t python_word_of(const struct watched_type *watched, PyObject *object,
		       const char *attribute);

/* The entry of an object of a watched type, made when there is none; NULL without memory.
 */
struct tracked *python_track(PyObject *object);

/* True for an object of a watched type itself: none of the program's classes has another
 * idea of its attributes. */
bool python_is_exact(const PyObject *object);

/* What an object of a watched type holds, borrowed, or NULL: from a word without touching
 * a reference count, which would copy a page in a child; where the word is not known, by
 * the attribute of an exact object. */
PyObject *python_held(PyObject *object, uint8_t word, const char *attribute);
