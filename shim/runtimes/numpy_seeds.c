/* SPDX-License-Identifier: MIT
 *
 * A SeedSequence made without entropy asks the operating system for some, and those that
 * are spawned from it share the same integer object. So a set of the integers that came
 * from the system tells every sequence's origin. An integer is in it while a sequence
 * holds it, for an address is only a name as long as its object lives.
 */
#include "numpy_seeds.h"
#include "core/entropy.h"
#include "core/reproduce.h"

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

/* What tells it from other sequences, for reproducible mode: its next words, which
 * generate_state() computes without using them up. */
static void read_identity(PyObject *sequence, uint32_t words[4])
{
	PyObject *state = python.PyObject_CallMethod(sequence, "generate_state", "i", 4);
	for (int i = 0; state && i < 4; i++) {
		PyObject *word = python.PySequence_GetItem(state, i);
		if (word)
			words[i] = (uint32_t)python.PyLong_AsUnsignedLongMask(word);
		python_done(word);
	}
	python_done(state);
}

/* Calls __init__ again, with the key that it has and four words more. */
static void init_again(PyObject *sequence, const uint32_t words[4])
{
	PyObject *key = python_attribute(sequence, "spawn_key");
	PyObject *more =
		python.Py_BuildValue("(IIII)", words[0], words[1], words[2], words[3]);
	PyObject *longer = key && more ? python.PySequence_Concat(key, more) : NULL;
	PyObject *entropy = python_attribute(sequence, "entropy");
	PyObject *arguments = entropy ? python.Py_BuildValue("(O)", entropy) : NULL;
	PyObject *size = python_attribute(sequence, "pool_size");
	PyObject *keywords = longer && size
				     ? python.Py_BuildValue("{s:O,s:O}", "spawn_key",
							    longer, "pool_size", size)
				     : NULL;
	PyObject *init = python_attribute(sequence, "__init__");
	bool is_ready = arguments && keywords && init;
	python_done(is_ready ? python.PyObject_Call(init, arguments, keywords) : NULL);
	PyObject *used[] = {key, more, longer, entropy, arguments, size, keywords, init};
	for (size_t i = 0; i < sizeof used / sizeof *used; i++)
		python_done(used[i]);
}

void numpy_seed_sequence_heal(struct tracked *entry)
{
	PyObject *sequence = entry->object;
	uint32_t words[4] = {0};
	if (reproduce_key())
		read_identity(sequence, words);
	struct inherited inherited = {"numpy.SeedSequence", words, sizeof words};
	uint32_t fresh[4];
	entropy_fill(fresh, sizeof fresh, inherited);
	init_again(sequence, fresh);
}
