/* SPDX-License-Identifier: MIT
 *
 * The state of each bit generator as pieces of memory, and how a piece of entropy becomes
 * a valid state.
 */
#include "numpy_layouts.h"
#include "entropy/expand.h"
#include "numpy_uses.h"
#include "recorder/findings.h"

#include <string.h>

struct mt19937 {
	uint32_t key[624];
	int32_t position;
};

/* Where the compiler has no 128-bit integers, NumPy puts the high word first. */
#ifdef __SIZEOF_INT128__
enum { INCREMENT_LOW = 2 };
#else
enum { INCREMENT_LOW = 3 };
#endif

struct pcg64 {
	uint64_t (*numbers)[4]; /* state and increment, 128 bits each */
	int has_uint32;
	uint32_t half;
};

struct philox {
	uint64_t (*counter)[4];
	uint64_t (*key)[2];
	int position;
	uint64_t buffer[4];
	int has_uint32;
	uint32_t half;
};

struct sfc64 {
	uint64_t numbers[4];
	int has_uint32;
	uint32_t half;
};

/* The largest of them, and room for what a child inherits with its buffered words. */
union plain_state {
	struct mt19937 mt19937;
	uint64_t words[16];
};

static void swap(void *ours, void *theirs, size_t size, bool is_writing)
{
	if (is_writing)
		memcpy(theirs, ours, size);
	else
		memcpy(ours, theirs, size);
}

/* Copies a whole state into one piece of memory, or back; returns its size. */
static size_t copy(enum bit_generator kind, void *state, union plain_state *plain,
		   bool is_writing)
{
	struct pcg64 *pcg64 = state;
	struct philox *philox = state;
	enum { REST = sizeof *philox - offsetof(struct philox, position) };
	switch (kind) {
	case MT19937:
		swap(plain, state, sizeof(struct mt19937), is_writing);
		return sizeof(struct mt19937);
	case PHILOX:
		swap(plain->words, philox->counter, 32, is_writing);
		swap(plain->words + 4, philox->key, 16, is_writing);
		swap(plain->words + 6, &philox->position, REST, is_writing);
		return 48 + REST;
	case SFC64:
		swap(plain, state, sizeof(struct sfc64), is_writing);
		return sizeof(struct sfc64);
	default:
		swap(plain->words, pcg64->numbers, 32, is_writing);
		swap(plain->words + 4, &pcg64->has_uint32, 8, is_writing);
		return 40;
	}
}

/* Bounds that a state must keep: no buffered words, a period that is whole. */
static void make_valid(enum bit_generator kind, void *state)
{
	struct mt19937 *mt19937 = state;
	struct pcg64 *pcg64 = state;
	struct philox *philox = state;
	struct sfc64 *sfc64 = state;
	enum { PHILOX_BUFFER_USED = 4 };
	switch (kind) {
	case MT19937:
		mt19937->key[0] |= 0x80000000; /* never all zero */
		mt19937->position = 624;
		break;
	case PHILOX:
		philox->position = PHILOX_BUFFER_USED;
		philox->has_uint32 = 0;
		break;
	case SFC64:
		sfc64->has_uint32 = 0;
		break;
	default:
		(*pcg64->numbers)[INCREMENT_LOW] |= 1;
		pcg64->has_uint32 = 0;
	}
}

const char *numpy_layout_name(enum bit_generator kind)
{
	static const char names[][16] = {"numpy.MT19937", "numpy.PCG64",
					 "numpy.PCG64DXSM", "numpy.Philox",
					 "numpy.SFC64"};
	return names[kind];
}

void numpy_state_fill(enum bit_generator kind, void *state)
{
	const char *name = numpy_layout_name(kind);
	union plain_state inherited, fresh;
	size_t size = copy(kind, state, &inherited, false);
	expand_fill(&fresh, size, (struct inherited){name, &inherited, size});
	copy(kind, state, &fresh, true);
	make_valid(kind, state);
}

uint64_t numpy_state_digest(enum bit_generator kind, void *state)
{
	union plain_state plain;
	size_t size = copy(kind, state, &plain, false);
	return findings_digest(&plain, size);
}

void *numpy_bitgen(PyObject *bit_generator)
{
	numpy_uses_are_ours(true);
	PyObject *capsule = python_attribute(bit_generator, "capsule");
	numpy_uses_are_ours(false);
	void *bitgen =
		capsule ? python->PyCapsule_GetPointer(capsule, "BitGenerator") : NULL;
	if (capsule && !bitgen)
		python_done(NULL);
	if (capsule)
		python->Py_DecRef(capsule);
	return bitgen;
}

void *numpy_state(PyObject *bit_generator)
{
	void **bitgen = numpy_bitgen(bit_generator);
	return bitgen ? bitgen[0] : NULL;
}

static bool draw_the_same(PyObject *one, PyObject *other)
{
	enum { Py_EQ = 2 };
	PyObject *a = python->PyObject_CallMethod(one, "random_raw", NULL);
	PyObject *b = a ? python->PyObject_CallMethod(other, "random_raw", NULL) : NULL;
	bool equal = b && python->PyObject_RichCompareBool(a, b, Py_EQ) == 1;
	python_done(a);
	python_done(b);
	return equal;
}

/* Both are seeded with small numbers: nothing is asked of the operating system. */
enum numpy_layout numpy_layout_test(enum bit_generator kind, PyObject *type)
{
	PyObject *one = python->PyObject_CallFunction(type, "i", 1);
	PyObject *other = one ? python->PyObject_CallFunction(type, "i", 2) : NULL;
	void *from = numpy_state(one), *to = numpy_state(other);
	bool holds = from && to && !draw_the_same(one, other);
	bool is_made = one && other;
	if (holds) {
		union plain_state plain;
		copy(kind, from, &plain, false);
		copy(kind, to, &plain, true);
		for (int i = 0; i < 8; i++)
			holds &= draw_the_same(one, other);
	}
	python_done(other);
	python_done(one);
	return holds ? LAYOUT_HOLDS : is_made ? LAYOUT_DIFFERS : LAYOUT_UNKNOWN;
}

/* The words are: ... a bitgen_t, a pointer to it, has_gauss, gauss. */
static size_t pointer_to_itself(PyObject *random_state, size_t count)
{
	void **word = python_words(random_state);
	for (size_t i = 0; i + 2 < count; i++)
		for (size_t inside = 0; inside < i; inside++)
			if (word[i] == (void *)&word[inside])
				return i;
	return 0;
}

struct gauss {
	int has_gauss;
	double gauss;
};

static struct gauss *gauss_at(PyObject *random_state, size_t word)
{
	return (struct gauss *)&python_words(random_state)[word + 1];
}

/* A first normal deviate leaves a second one behind. */
size_t numpy_gauss_word(const struct watched_type *type)
{
	PyObject *scratch = python->PyObject_CallFunction(type->type, "i", 1);
	size_t word = scratch ? pointer_to_itself(scratch, python_basic_words(type)) : 0;
	struct gauss before = {0}, after = {0};
	if (word) {
		before = *gauss_at(scratch, word);
		python_done(
			python->PyObject_CallMethod(scratch, "standard_normal", NULL));
		after = *gauss_at(scratch, word);
	}
	python_done(scratch);
	bool holds = before.has_gauss == 0 && after.has_gauss == 1 && after.gauss != 0;
	return holds ? word : 0;
}

void numpy_gauss_forget(PyObject *random_state, size_t word)
{
	if (gauss_at(random_state, word)->has_gauss)
		*gauss_at(random_state, word) = (struct gauss){0};
}
