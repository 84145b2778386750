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

bool numpy_seed_is_from_os(PyObject *bit_generator)
{
	PyObject *sequence = python_attribute(bit_generator, "_seed_seq");
	struct tracked *entry = sequence ? tracked_find(sequence) : NULL;
	python_done(sequence);
	return entry && entry->is_from_os;
}

/* The words of a sequence's pool: an array's data is the first word behind its head
 * (numpy/ndarraytypes.h, PyArrayObject_fields). */
static uint32_t *pool_of(PyObject *sequence)
{
	PyObject *pool = python_attribute(sequence, "pool");
	uint32_t *data = pool ? python_words(pool)[2] : NULL;
	python_done(pool); /* the sequence keeps it */
	return data;
}

enum { POOL_WORDS = 4 }; /* at the least */

static bool pool_holds(PyObject *sequence)
{
	PyObject *pool = python_attribute(sequence, "pool");
	const uint32_t *data = pool_of(sequence);
	bool holds = data != NULL;
	for (int i = 0; holds && i < POOL_WORDS; i++) {
		PyObject *word = python.PySequence_GetItem(pool, i);
		holds = word && python.PyLong_AsUnsignedLongMask(word) == data[i];
		python_done(word);
	}
	python_done(pool);
	return holds;
}

size_t numpy_spawn_key_word(const struct watched_type *type)
{
	PyObject *scratch = python.PyObject_CallFunction(type->type, "i", 1);
	PyObject *key = python_attribute(scratch, "spawn_key");
	size_t words = python_basic_words(type), found = 0, times = 0;
	for (size_t i = 2; key && i < words; i++)
		if (python_words(scratch)[i] == key)
			found = i, times++;
	bool holds = times == 1 && pool_holds(scratch);
	python_done(key);
	python_done(scratch);
	return holds ? found : 0;
}

/* The key that it has and four words more, so that it spawns from a branch of its own. */
static void lengthen_key(PyObject *sequence, size_t word, const uint32_t more[4])
{
	PyObject **key = (PyObject **)&python_words(sequence)[word], *old = *key;
	PyObject *words =
		python.Py_BuildValue("(IIII)", more[0], more[1], more[2], more[3]);
	PyObject *longer = words ? python.PySequence_Concat(old, words) : NULL;
	if (longer) {
		*key = longer;
		python.Py_DecRef(old);
	} else {
		python.PyErr_Clear();
	}
	python_done(words);
}

void numpy_seed_sequence_heal(struct tracked *entry, size_t spawn_key_word)
{
	uint32_t *pool = spawn_key_word ? pool_of(entry->object) : NULL;
	uint32_t fresh[POOL_WORDS + 4];
	if (!pool)
		return;
	struct inherited inherited = {"numpy.SeedSequence", pool,
				      POOL_WORDS * sizeof *pool};
	entropy_fill(fresh, sizeof fresh, inherited);
	for (int i = 0; i < POOL_WORDS; i++)
		pool[i] = fresh[i];
	lengthen_key(entry->object, spawn_key_word, fresh + POOL_WORDS);
}
