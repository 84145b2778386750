/* SPDX-License-Identifier: MIT
 *
 * A SeedSequence made without entropy asks the operating system for some, and those that
 * are spawned from it share the same integer object. So a set of the integers that came
 * from the system tells every sequence's origin. An integer is in it while a sequence
 * holds it, for an address is only a name as long as its object lives.
 */
#include "numpy_seeds.h"
#include "core/entropy.h"

/* No type's index: entries of integers, which count the sequences that hold them. */
enum { ENTROPY_KIND = 255, LEAST_OS_BITS = 97 };

static PyObject *given(PyObject *arguments, PyObject *keywords)
{
	if (python.PySequence_Size(arguments) > 0) {
		PyObject *first = python.PySequence_GetItem(arguments, 0);
		python_done(first); /* the arguments keep it */
		return first;
	}
	return keywords ? python.PyDict_GetItemString(keywords, "entropy") : NULL;
}

/* The sequence is alive, and with it the integer. */
static PyObject *entropy_of(PyObject *sequence)
{
	PyObject *entropy = python_attribute(sequence, "entropy");
	python_done(entropy);
	return entropy;
}

static void hold(struct tracked *sequence, PyObject *entropy)
{
	PyObject *object = sequence->object;
	struct tracked *entry = tracked_add(entropy);
	if (entry) {
		entry->kind = ENTROPY_KIND;
		entry->number++;
	}
	sequence = tracked_find(object); /* the table may have moved */
	sequence->detail = entry ? entropy : NULL;
	sequence->is_from_os = entry;
}

void numpy_seed_sequence_freed(struct tracked *entry)
{
	struct tracked *held = entry->detail ? tracked_find(entry->detail) : NULL;
	entry->detail = NULL;
	entry->is_from_os = false;
	if (held && --held->number == 0)
		tracked_remove(held->object);
}

void numpy_seed_sequence_made(struct tracked *entry, PyObject *arguments,
			      PyObject *keywords)
{
	PyObject *from = given(arguments, keywords), *entropy = entropy_of(entry->object);
	bool is_from_os = !from || from == python._Py_NoneStruct;
	struct tracked *known = entropy ? tracked_find(entropy) : NULL;
	if (known && known->kind == ENTROPY_KIND) {
		known->number++; /* first: it may be this sequence's own */
		numpy_seed_sequence_freed(entry);
		entry->detail = entropy;
		entry->is_from_os = true;
		return;
	}
	numpy_seed_sequence_freed(entry);
	if (entropy && is_from_os)
		hold(entry, entropy);
}

void numpy_seed_sequence_found(struct tracked *entry)
{
	PyObject *entropy = entropy_of(entry->object);
	PyObject *bits =
		entropy ? python.PyObject_CallMethod(entropy, "bit_length", NULL) : NULL;
	if (bits && python.PyLong_AsUnsignedLongMask(bits) >= LEAST_OS_BITS)
		hold(entry, entropy);
	python_done(bits);
}

bool numpy_seeds_are_from_os(PyObject *sequence)
{
	struct tracked *entry = tracked_find(sequence);
	return entry && entry->is_from_os;
}

enum { POOL_WORDS = 4 }; /* at the least */

static uint8_t spawn_key_word, pool_word; /* of a SeedSequence object; 0: not known */

/* An array's data is the first word behind its head (numpy/ndarraytypes.h,
 * PyArrayObject_fields). */
static uint32_t *pool_of(PyObject *sequence)
{
	return python_words(python_words(sequence)[pool_word])[2];
}

static bool pool_holds(PyObject *sequence)
{
	PyObject *pool = python_words(sequence)[pool_word];
	bool holds = true;
	for (int i = 0; holds && i < POOL_WORDS; i++) {
		PyObject *number = python.PySequence_GetItem(pool, i);
		holds = number &&
			python.PyLong_AsUnsignedLongMask(number) == pool_of(sequence)[i];
		python_done(number);
	}
	return holds;
}

void numpy_seed_sequence_settle(const struct watched_type *type)
{
	PyObject *scratch =
		spawn_key_word ? NULL : python.PyObject_CallFunction(type->type, "i", 1);
	if (!scratch) {
		python.PyErr_Clear();
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
	own_words = python.Py_BuildValue("(IIII)", w[0], w[1], w[2], w[3]);
	return own_words;
}

/* The key that it has and four words more, so that it spawns from a branch of its own. */
static void lengthen_key(PyObject *sequence)
{
	PyObject **key = (PyObject **)&python_words(sequence)[spawn_key_word];
	PyObject *old = *key, *more = get_own_words();
	PyObject *longer = more ? python.PySequence_Concat(old, more) : NULL;
	if (longer) {
		*key = longer;
		python.Py_DecRef(old);
	} else {
		python.PyErr_Clear();
	}
}

void numpy_seed_sequence_heal(PyObject *sequence)
{
	uint32_t fresh[POOL_WORDS], *pool;
	if (!spawn_key_word)
		return;
	pool = pool_of(sequence);
	entropy_fill(fresh, sizeof fresh,
		     (struct inherited){"numpy.SeedSequence", pool, sizeof fresh});
	for (int i = 0; i < POOL_WORDS; i++)
		pool[i] = fresh[i];
	lengthen_key(sequence);
}

void numpy_seed_sequence_healed(void)
{
	python_done(own_words);
	own_words = NULL;
}
