/* SPDX-License-Identifier: MIT
 *
 * NumPy: the global stream of np.random in every child, and generator objects that the
 * operating system seeded, wherever the program keeps them. What the program seeded
 * itself goes on as it was, except in reproducible mode, where each child has streams of
 * its own. The layout of states is in numpy_layouts.c, seed sequences are in
 * numpy_seeds.c, orphaned locks in python_locks.c.
 */
#include "core/entropy.h"
#include "core/reproduce.h"
#include "numpy_layouts.h"
#include "numpy_seeds.h"
#include "python.h"
#include "python_locks.h"

#include <string.h>

enum { RANDOM_STATE = BIT_GENERATORS, SEED_SEQUENCE };

enum { TYPES = SEED_SEQUENCE + 1 };
static const struct {
	char module[32], name[16];
} places[TYPES] = {
	[MT19937] = {"numpy.random._mt19937", "MT19937"},
	[PCG64] = {"numpy.random._pcg64", "PCG64"},
	[PCG64DXSM] = {"numpy.random._pcg64", "PCG64DXSM"},
	[PHILOX] = {"numpy.random._philox", "Philox"},
	[SFC64] = {"numpy.random._sfc64", "SFC64"},
	[RANDOM_STATE] = {"numpy.random.mtrand", "RandomState"},
	[SEED_SEQUENCE] = {"numpy.random.bit_generator", "SeedSequence"},
};
static struct watched_type *types; /* TYPES of them, by kind; made when NumPy is there */

static enum numpy_layout layouts[BIT_GENERATORS];
static python_method their_legacy_seeding;
static PyObject *generator_type; /* has no state of its own, and is not watched */

/* The words of objects that are looked at in a child. */
static struct {
	uint8_t seed_sequence, lock, bit_generator;
} word;

/* Counts the processes in this line that healed; an entry's number is the last that
 * replaced its state. */
static uint32_t healing;

/* Each bit generator's capsule names where its state is, for as long as it lives. */
static void bit_generator_made(struct tracked *entry, PyObject *arguments,
			       PyObject *keywords)
{
	(void)arguments;
	(void)keywords;
	entry->detail = numpy_state(entry->object);
	entry->is_assigned = false;
}

static void bit_generator_assigned(struct tracked *entry)
{
	entry->is_assigned = true;
}

static void random_state_made(struct tracked *entry, PyObject *arguments,
			      PyObject *keywords)
{
	(void)entry;
	(void)arguments;
	(void)keywords;
}

/* np.random.seed() and RandomState.seed() end here, and drop the seed sequence. */
static PyObject *legacy_seeding(PyObject *self, void *argument, ssize_t unused)
{
	PyObject *result = their_legacy_seeding(self, argument, unused);
	struct tracked *entry = result ? tracked_find(self) : NULL;
	if (entry) {
		entry->is_from_os = argument == python._Py_NoneStruct;
		entry->is_assigned = false;
	}
	return result;
}

static void wrap_legacy_seeding(PyObject *mt19937)
{
	if (python_method_flags(mt19937, "_legacy_seeding") == METH_O)
		python_wrap_method(mt19937, "_legacy_seeding", legacy_seeding,
				   &their_legacy_seeding);
}

static bool watch(int kind, PyObject *type)
{
	struct watched_type *watched = &types[kind];
	watched->kind = (uint8_t)kind;
	watched->made = random_state_made;
	if (kind < BIT_GENERATORS) {
		watched->made = bit_generator_made;
		watched->assigned = bit_generator_assigned;
	} else if (kind == SEED_SEQUENCE) {
		watched->made = numpy_seed_sequence_made;
		watched->freed = numpy_seed_sequence_freed;
	}
	if (kind == MT19937)
		wrap_legacy_seeding(type);
	return python_watch(watched, type);
}

static bool notice(PyObject *modules)
{
	bool is_new = false;
	if (!types && python.PyDict_GetItemString(modules, "numpy.random"))
		types = python_memory(TYPES * sizeof *types);
	for (int i = 0; types && i < TYPES; i++) {
		PyObject *type = types[i].type ? NULL
					       : python_global(modules, places[i].module,
							       places[i].name);
		is_new |= type && watch(i, type);
	}
	generator_type = python_global(modules, "numpy.random._generator", "Generator");
	return is_new;
}

static void found(PyObject *object);

static void found_inside(PyObject *object, const char *attribute)
{
	PyObject *inside = python_attribute(object, attribute);
	if (inside)
		found(inside);
	python_done(inside); /* the object keeps it */
}

/* An object that may be older than our knowledge of its type, and what belongs to it. */
static void found(PyObject *object)
{
	struct watched_type *watched =
		object->type == generator_type ? NULL : python_watched(object);
	if (object->type == generator_type || (watched && watched->kind == RANDOM_STATE))
		found_inside(object, "_bit_generator");
	if (!watched || tracked_find(object))
		return;
	struct tracked *entry = tracked_add(object);
	if (!entry)
		return;
	entry->kind = watched->kind;
	if (watched->kind == SEED_SEQUENCE)
		numpy_seed_sequence_found(entry);
	if (watched->kind >= BIT_GENERATORS)
		return;
	entry->detail = numpy_state(object);
	found_inside(object, "_seed_seq");
}

static bool is_random_state(const PyObject *object)
{
	return types && types[RANDOM_STATE].type &&
	       python_watched(object) == &types[RANDOM_STATE];
}

/* All bit generators begin alike (numpy/random/bit_generator.pxd). */
static void settle_words(PyObject *global)
{
	PyObject *inside = python_held(global, 0, "_bit_generator");
	struct watched_type *of_inside = inside ? python_watched(inside) : NULL;
	word.bit_generator =
		python_word_of(&types[RANDOM_STATE], global, "_bit_generator");
	if (of_inside) {
		word.seed_sequence = python_word_of(of_inside, inside, "_seed_seq");
		word.lock = python_word_of(of_inside, inside, "lock");
	}
}

static bool settle(PyObject *modules)
{
	bool is_settled = true;
	PyObject *global = python_global(modules, "numpy.random.mtrand", "_rand");
	if (global && is_random_state(global))
		found(global);
	for (int kind = 0; types && kind < BIT_GENERATORS; kind++) {
		if (types[kind].type && layouts[kind] == LAYOUT_UNKNOWN)
			layouts[kind] = numpy_layout_test(kind, types[kind].type);
		is_settled &= !types[kind].type || layouts[kind] != LAYOUT_UNKNOWN;
	}
	if (types && types[RANDOM_STATE].type && !types[RANDOM_STATE].detail)
		types[RANDOM_STATE].detail = numpy_gauss_word(&types[RANDOM_STATE]);
	if (types && types[SEED_SEQUENCE].type)
		numpy_seed_sequence_settle(&types[SEED_SEQUENCE]);
	if (global && is_random_state(global))
		settle_words(global);
	return is_settled;
}

/* The program's own seed wins, but for the global stream: every program that seeds it
 * does so for all of its children at once. */
static bool is_to_heal(const struct tracked *entry, const PyObject *global)
{
	if (!entry->detail || layouts[entry->kind] != LAYOUT_HOLDS)
		return false;
	if (entry->object == global || reproduce_key())
		return true;
	PyObject *seeds = python_held(entry->object, word.seed_sequence, "_seed_seq");
	bool is_from_os = seeds && seeds != python._Py_NoneStruct
				  ? numpy_seeds_are_from_os(seeds)
				  : entry->is_from_os;
	return is_from_os && !entry->is_assigned;
}

static void heal_bit_generator(struct tracked *entry, const PyObject *global)
{
	if (python_had_threads())
		python_free_lock(python_held(entry->object, word.lock, "lock"));
	if (is_to_heal(entry, global)) {
		numpy_state_fill(entry->kind, entry->detail);
		entry->number = healing;
	}
}

static bool is_healed(PyObject *bit_generator)
{
	struct tracked *entry = bit_generator ? tracked_find(bit_generator) : NULL;
	return entry && entry->number == healing;
}

/* A normal deviate that the parent has drawn but not handed out. */
static void heal_random_state(struct tracked *entry, const PyObject *global)
{
	(void)global;
	PyObject *inside =
		python_held(entry->object, word.bit_generator, "_bit_generator");
	if (types[RANDOM_STATE].detail && is_healed(inside))
		numpy_gauss_forget(entry->object, types[RANDOM_STATE].detail);
}

static void heal_seed_sequence(struct tracked *entry, const PyObject *global)
{
	(void)global;
	if (entry->is_from_os || reproduce_key())
		numpy_seed_sequence_heal(entry->object);
}

static void heal_each(int first, int last, const PyObject *global,
		      void (*heal_one)(struct tracked *, const PyObject *))
{
	struct tracked *entry;
	for (size_t i = 0; tracked_at(i, &entry); i++)
		if (entry && entry->kind >= first && entry->kind <= last)
			heal_one(entry, global);
}

/* Another NumPy than we know: by its own function, with as much entropy as that takes. */
static void seed_global(PyObject *global, PyObject *inside)
{
	uint32_t w[8] = {0};
	if (inside)
		python_free_lock(python_held(inside, 0, "lock"));
	entropy_fill(w, sizeof w, (struct inherited){"numpy", w, sizeof w});
	python_done(python.PyObject_CallMethod(global, "seed", "([IIIIIIII])", w[0], w[1],
					       w[2], w[3], w[4], w[5], w[6], w[7]));
}

/* The program may have put any object there; in a child it is asked like any other. */
static PyObject *inside_of(PyObject *global)
{
	return python_held(global, is_random_state(global) ? word.bit_generator : 0,
			   "_bit_generator");
}

static void heal(PyObject *modules, enum python_moment moment)
{
	if (moment == PYTHON_AFTER)
		return;
	PyObject *global = python_global(modules, "numpy.random.mtrand", "_rand");
	PyObject *inside = global ? inside_of(global) : NULL;
	healing++;
	heal_each(0, BIT_GENERATORS - 1, inside, heal_bit_generator);
	heal_each(RANDOM_STATE, RANDOM_STATE, inside, heal_random_state);
	heal_each(SEED_SEQUENCE, SEED_SEQUENCE, inside, heal_seed_sequence);
	numpy_seed_sequence_healed();
	if (global && !is_healed(inside))
		seed_global(global, inside);
}

static void end(void)
{
	generator_type = NULL;
}

const struct python_runtime numpy_runtime = {
	.notice = notice,
	.found = found,
	.settle = settle,
	.heal = heal,
	.end = end,
};
