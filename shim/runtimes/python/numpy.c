/* SPDX-License-Identifier: MIT
 *
 * NumPy: the global stream of np.random in every child, and generator objects that the
 * operating system seeded, wherever the program keeps them. What the program seeded
 * itself goes on as it was, except in reproducible mode, where each child has streams of
 * its own. How objects are found is in numpy_objects.c, the layout of their states in
 * numpy_layouts.c; seed sequences are in numpy_seeds.c, orphaned locks in python_locks.c.
 */
#include "entropy/entropy.h"
#include "entropy/reproduce.h"
#include "numpy_draws.h"
#include "numpy_objects.h"
#include "numpy_seeds.h"
#include "python.h"
#include "python_locks.h"

/* Counts the processes in this line that healed; an entry's number is the last that
 * replaced its state. */
static uint32_t healing;

/* All goes on as bare, and an audit is told who draws. */
static bool is_off(void)
{
	return runtimes_is_kept(INDEX_OF_numpy_runtime);
}

/* The program's own seed wins, but for the global stream: every program that seeds it
 * does so for all of its children at once. */
static bool is_of_program(const struct tracked *entry, const PyObject *global)
{
	if (entry->object == global)
		return false;
	PyObject *seeds =
		python_held(entry->object, numpy_words.seed_sequence, "_seed_seq");
	bool is_from_os = seeds && seeds != python->_Py_NoneStruct
				  ? numpy_seeds_are_from_os(seeds)
				  : entry->is_from_os;
	return !is_from_os || entry->is_assigned;
}

/* A stream that the program asked for is no fault as long as one process draws from it:
 * which forkseed-audit sees. */
static void watch_draws(struct tracked *entry, const PyObject *global, bool heals)
{
	struct numpy_inherited what = {"inherited", numpy_layout_name(entry->kind), NULL,
				       heals};
	if (!findings_wanted())
		return;
	if (entry->object == global)
		what.generator = NUMPY_GLOBAL;
	else if (is_of_program(entry, global))
		what.kind = "shared", what.detail = "the program gave it a seed or state";
	numpy_draws_watch(entry, what);
}

/* Generators take the lock that their bit generator shows, which is the one it holds
 * unless a class of the program's has another. */
static void free_lock_of(PyObject *bit_generator)
{
	bool is_held = numpy_words.lock && python_is_exact(bit_generator);
	PyObject *lock = is_held ? python_words(bit_generator)[numpy_words.lock]
				 : python_attribute(bit_generator, "lock");
	python_free_lock(lock);
	if (!is_held)
		python_done(lock);
}

static void heal_bit_generator(struct tracked *entry, const PyObject *global)
{
	if (python_had_threads() && !is_off())
		free_lock_of(entry->object);
	if (!entry->detail || numpy_layouts[entry->kind] != LAYOUT_HOLDS)
		return;
	bool heals = !is_off() && (reproduce_key() || !is_of_program(entry, global));
	watch_draws(entry, global, heals);
	if (heals) {
		numpy_state_fill(entry->kind, entry->detail);
		entry->number = healing;
	}
	if (findings_wanted())
		numpy_draws_healed(entry);
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
		python_held(entry->object, numpy_words.bit_generator, "_bit_generator");
	if (numpy_words.gauss && is_healed(inside))
		numpy_gauss_forget(entry->object, numpy_words.gauss);
}

static void watch_holder(struct tracked *entry, const PyObject *global)
{
	(void)global;
	numpy_draws_hold(entry);
}

static void heal_seed_sequence(struct tracked *entry, const PyObject *global)
{
	(void)global;
	if (!is_off() && (entry->is_from_os || reproduce_key()))
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
static void seed_global(PyObject *global)
{
	uint32_t w[8] = {0};
	python_refused("numpy",
		       "another np.random than we know: seeded by its own seed()");
	PyObject *inside = python_attribute(global, "_bit_generator");
	if (inside)
		free_lock_of(inside);
	python_done(inside);
	entropy_fill(w, sizeof w, (struct inherited){"numpy", w, sizeof w});
	python_done(python->PyObject_CallMethod(global, "seed", "([IIIIIIII])", w[0],
						w[1], w[2], w[3], w[4], w[5], w[6],
						w[7]));
}

static void heal(PyObject *modules, enum python_moment moment)
{
	PyObject *global = python_global(modules, "numpy.random.mtrand", "_rand");
	PyObject *inside = NULL;
	(void)moment;
	if (global && numpy_is_random_state(global))
		inside = python_held(global, numpy_words.bit_generator, "_bit_generator");
	healing++;
	if (findings_wanted())
		numpy_draws_begin();
	heal_each(0, BIT_GENERATORS - 1, inside, heal_bit_generator);
	heal_each(RANDOM_STATE, RANDOM_STATE, inside, heal_random_state);
	heal_each(SEED_SEQUENCE, SEED_SEQUENCE, inside, heal_seed_sequence);
	numpy_seed_sequence_healed();
	if (findings_wanted())
		heal_each(RANDOM_STATE, GENERATOR, inside, watch_holder);
	if (global && !is_off() && !is_healed(inside) && numpy_is_imported(modules))
		seed_global(global);
}

const struct python_runtime numpy_runtime = {
	.notice = numpy_notice,
	.found = numpy_found,
	.settle = numpy_settle,
	.heal = heal,
	.end = numpy_end,
};
