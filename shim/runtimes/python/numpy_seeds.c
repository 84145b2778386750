/* SPDX-License-Identifier: MIT
 *
 * A SeedSequence made without entropy asks the operating system for some, and those that
 * are spawned from it share the same integer object. So a set of the integers that came
 * from the system tells every sequence's origin. An integer is in it while a sequence
 * holds it, for an address is only a name as long as its object lives.
 */
#include "numpy_seeds.h"
#include "entropy/entropy.h"
#include "numpy_objects.h"

#include <string.h>

/* No type's index: entries of integers, which count the sequences that hold them. */
enum { ENTROPY_KIND = 255, LEAST_OS_BITS = 97 };

static uint8_t entropy_word, spawn_key_word, pool_word; /* 0: not known */

static PyObject *given(PyObject *arguments, PyObject *keywords)
{
	PyObject *first = python_first_argument(METH_VARARGS, arguments, 0);
	if (first || !keywords)
		return first;
	return python->PyDict_GetItemString(keywords, "entropy");
}

/* With a key it is another's branch, as spawn() makes them. */
static bool has_key(PyObject *keywords)
{
	PyObject *key =
		keywords ? python->PyDict_GetItemString(keywords, "spawn_key") : NULL;
	bool has = key && python->PySequence_Size(key) > 0;
	python_done(NULL);
	return has;
}

/* The integer that a sequence holds, whatever a class of the program's says of it. */
static PyObject *entropy_of(PyObject *sequence)
{
	if (!entropy_word && python_is_exact(sequence))
		entropy_word =
			python_word_of(python_watched(sequence), sequence, "entropy");
	return entropy_word ? python_words(sequence)[entropy_word] : NULL;
}

/* Counts the integer in. */
static bool hold(PyObject *entropy)
{
	struct tracked *entry = tracked_add(entropy);
	if (entry) {
		entry->kind = ENTROPY_KIND;
		entry->number++;
	}
	return entry;
}

void numpy_seed_sequence_freed(struct tracked *entry)
{
	struct tracked *held = entry->detail ? tracked_find(entry->detail) : NULL;
	entry->detail = NULL;
	entry->is_from_os = false;
	if (held && --held->number == 0)
		tracked_remove(held->object);
}

static void track(PyObject *sequence, PyObject *entropy, bool is_from_os)
{
	bool is_held = is_from_os && entropy && hold(entropy);
	struct tracked *entry = python_track(sequence);
	if (entry) {
		numpy_seed_sequence_freed(entry); /* what it held before this __init__ */
		entry->number = numpy_healing;
		entry->detail = is_held ? entropy : NULL;
		entry->is_from_os = is_held;
	}
}

void numpy_seed_sequence_made(PyObject *sequence, PyObject *arguments, PyObject *keywords)
{
	PyObject *from = given(arguments, keywords), *entropy = entropy_of(sequence);
	struct tracked *known = entropy ? tracked_find(entropy) : NULL;
	bool is_spawned = known && known->kind == ENTROPY_KIND && has_key(keywords);
	track(sequence, entropy, !from || from == python->_Py_NoneStruct || is_spawned);
}

void numpy_seed_sequence_found(PyObject *sequence)
{
	PyObject *entropy = entropy_of(sequence);
	PyObject *bits =
		entropy ? python->PyObject_CallMethod(entropy, "bit_length", NULL) : NULL;
	track(sequence, entropy,
	      bits && python->PyLong_AsUnsignedLongMask(bits) >= LEAST_OS_BITS);
	python_done(bits);
}

bool numpy_seeds_are_from_os(PyObject *sequence)
{
	struct tracked *entry = tracked_find(sequence);
	return entry && entry->is_from_os;
}

/* NumPy's array (numpy/ndarraytypes.h, PyArrayObject_fields). */
struct array {
	PyObject head;
	uint32_t *words;
	int dimensions;
	ssize_t *lengths;
};

static struct array *pool_of(PyObject *sequence)
{
	return python_words(sequence)[pool_word];
}

static bool pool_holds(PyObject *sequence)
{
	struct array *pool = pool_of(sequence);
	ssize_t length = python->PySequence_Size(&pool->head);
	bool holds = length > 0 && pool->dimensions == 1 && *pool->lengths == length;
	for (ssize_t i = 0; holds && i < length; i++) {
		PyObject *number = python->PySequence_GetItem(&pool->head, i);
		holds = number &&
			python->PyLong_AsUnsignedLongMask(number) == pool->words[i];
		python_done(number);
	}
	return holds;
}

void numpy_seed_sequence_settle(const struct watched_type *type)
{
	PyObject *scratch =
		spawn_key_word ? NULL : python->PyObject_CallFunction(type->type, "i", 1);
	if (!scratch) {
		python_done(NULL);
		return;
	}
	pool_word = python_word_of(type, scratch, "pool");
	if (pool_word && pool_holds(scratch))
		spawn_key_word = python_word_of(type, scratch, "spawn_key");
	python_done(scratch);
}

/* This process's own words, the same for all of its sequences: what tells those apart is
 * still in them. */
static PyObject *own_words;

static PyObject *get_own_words(void)
{
	uint32_t w[4];
	if (own_words)
		return own_words;
	entropy_fill(w, sizeof w, (struct inherited){"numpy.spawn_key", NULL, 0});
	own_words = python->Py_BuildValue("(IIII)", w[0], w[1], w[2], w[3]);
	return own_words;
}

/* The key that it has and four words more, so that it spawns from a branch of its own. */
static void lengthen_key(PyObject *sequence)
{
	PyObject **key = (PyObject **)&python_words(sequence)[spawn_key_word];
	PyObject *old = *key, *more = get_own_words();
	PyObject *longer = more ? python->PySequence_Concat(old, more) : NULL;
	if (longer) {
		*key = longer;
		python->Py_DecRef(old);
	} else {
		python_done(NULL);
	}
}

/* In portions, for a pool may have any length. */
static void fill_pool(struct array *pool)
{
	enum { PORTION = 16 };
	uint32_t fresh[PORTION];
	for (ssize_t done = 0; done < *pool->lengths; done += PORTION) {
		ssize_t left = *pool->lengths - done;
		size_t size = (size_t)(left < PORTION ? left : PORTION) * sizeof *fresh;
		uint32_t *words = pool->words + done;
		entropy_fill(fresh, size,
			     (struct inherited){"numpy.SeedSequence", words, size});
		memcpy(words, fresh, size);
	}
}

void numpy_seed_sequence_heal(PyObject *sequence)
{
	if (!spawn_key_word)
		return;
	fill_pool(pool_of(sequence));
	lengthen_key(sequence);
}

void numpy_seed_sequences_begin(void)
{
	if (own_words)
		python_done(own_words);
	own_words = NULL;
}
