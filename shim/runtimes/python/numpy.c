/* SPDX-License-Identifier: MIT
 *
 * NumPy: the global stream of np.random in every child, and generator objects that the
 * operating system seeded, wherever the program keeps them. What the program seeded
 * itself goes on as it was, except in reproducible mode, where each child has streams of
 * its own. An object is healed when it is used (numpy_uses.c), or before the child's own
 * code where a use could be missed. How objects are found is in numpy_objects.c, their
 * states' layout in numpy_layouts.c; seed sequences in numpy_seeds.c.
 */
#include "core/lineage.h"
#include "entropy/entropy.h"
#include "entropy/reproduce.h"
#include "numpy_draws.h"
#include "numpy_objects.h"
#include "numpy_seeds.h"
#include "numpy_uses.h"
#include "python.h"
#include "python_locks.h"

uint32_t numpy_healing;

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

/* Once in a child. What was not replaced then goes on, whatever is noted of it later. */
static bool is_settled(const struct tracked *entry)
{
	return !entry || entry->number == numpy_healing;
}

static bool is_healed(PyObject *bit_generator)
{
	struct tracked *entry = bit_generator ? tracked_find(bit_generator) : NULL;
	return entry && is_settled(entry) && entry->is_replaced;
}

static void heal_bit_generator(struct tracked *entry, const PyObject *global)
{
	if (is_settled(entry))
		return;
	entry->number = numpy_healing;
	entry->is_replaced = false;
	if (python_had_threads() && !is_off())
		free_lock_of(entry->object);
	if (!entry->detail || numpy_layouts[entry->kind] != LAYOUT_HOLDS)
		return;
	bool heals = !is_off() && (reproduce_key() || !is_of_program(entry, global));
	watch_draws(entry, global, heals);
	if (heals) {
		numpy_state_fill(entry->kind, entry->detail);
		entry->is_replaced = true;
	}
	if (findings_wanted())
		numpy_draws_healed(entry);
}

/* A normal deviate that the parent has drawn but not handed out. */
static void heal_random_state(struct tracked *entry, const PyObject *global)
{
	(void)global;
	if (is_settled(entry))
		return;
	entry->number = numpy_healing;
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
	if (is_settled(entry))
		return;
	entry->number = numpy_healing;
	if (!is_off() && (entry->is_from_os || reproduce_key()))
		numpy_seed_sequence_heal(entry->object);
}

static void heal_exposed(struct tracked *entry, const PyObject *global)
{
	if (entry->is_exposed)
		heal_bit_generator(entry, global);
}

static void heal_each(int first, int last, const PyObject *global,
		      void (*heal_one)(struct tracked *, const PyObject *))
{
	struct tracked *entry;
	for (size_t i = 0; tracked_at(i, &entry); i++)
		if (entry && entry->kind >= first && entry->kind <= last)
			heal_one(entry, global);
}

static PyObject *inside_of(PyObject *random_state)
{
	return python_held(random_state, numpy_words.bit_generator, "_bit_generator");
}

/* The bit generator behind np.random, where that is as we know it. */
static PyObject *inside_global(PyObject *modules, PyObject **global)
{
	*global = python_global(modules, "numpy.random.mtrand", "_rand");
	return *global && numpy_is_random_state(*global) ? inside_of(*global) : NULL;
}

/* The bit generator that an object draws from; itself, if it is one. */
static PyObject *bit_generator_of(PyObject *object, int kind)
{
	if (kind == RANDOM_STATE)
		return inside_of(object);
	if (kind == GENERATOR)
		return python_held(object, numpy_words.of_generator, "_bit_generator");
	return object;
}

static bool is_known(PyObject *bit_generator)
{
	struct tracked *entry = bit_generator ? tracked_find(bit_generator) : NULL;
	return entry && entry->kind < BIT_GENERATORS && entry->detail &&
	       numpy_layouts[entry->kind] == LAYOUT_HOLDS;
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

static void heal_used(PyObject *object, int kind, PyObject *modules)
{
	PyObject *global, *inside = inside_global(modules, &global);
	PyObject *bits = bit_generator_of(object, kind);
	struct tracked *entry = bits ? tracked_find(bits) : NULL;
	if (kind == SEED_SEQUENCE)
		heal_seed_sequence(entry, inside);
	else if (entry && entry->kind < BIT_GENERATORS)
		heal_bit_generator(entry, inside);
	if (kind == RANDOM_STATE)
		heal_random_state(tracked_find(object), inside);
	if (object == global && !is_known(inside))
		seed_global(global);
}

/* One of those that this process has used lately. */
static bool is_used(PyObject *object, bool notes)
{
	const void **used =
		lineage_rest ? &lineage_rest->used[(uintptr_t)object / 16 % USED_OBJECTS]
			     : NULL;
	if (used && notes)
		*used = object;
	return used && *used == object;
}

/* While a child looks around it uses objects itself. */
static bool has_begun(void)
{
	return atomic_load(&lineage_page->numpy) != WIPED;
}

void numpy_used(PyObject *object)
{
	static bool is_ours; /* a lock's methods, and so on */
	PyObject *type, *value, *trace;
	if (is_used(object, false) || is_ours)
		return;
	python->PyErr_Fetch(&type, &value, &trace);
	python_heal();
	PyObject *modules = python->PyImport_GetModuleDict();
	if (modules && has_begun()) {
		is_ours = true;
		heal_used(object, python_watched(object)->kind, modules);
		is_ours = false;
		(void)is_used(object, true);
	}
	python->PyErr_Restore(type, value, trace);
}

/* What a child uses is healed then, and what it does not use is not touched: each object
 * would be pages to copy. Not in reproducible mode, where a grandchild's numbers follow
 * from its parent's, used or not. */
static bool can_wait(void)
{
	return numpy_uses_are_seen() && numpy_words.bit_generator && !is_off() &&
	       !reproduce_key();
}

static void heal_all(const PyObject *inside)
{
	heal_each(0, BIT_GENERATORS - 1, inside, heal_bit_generator);
	heal_each(RANDOM_STATE, RANDOM_STATE, inside, heal_random_state);
	heal_each(SEED_SEQUENCE, SEED_SEQUENCE, inside, heal_seed_sequence);
	if (findings_wanted())
		heal_each(RANDOM_STATE, GENERATOR, inside, watch_holder);
}

static void heal_now(PyObject *modules)
{
	PyObject *global, *inside = inside_global(modules, &global);
	heal_all(inside);
	if (global && !is_off() && !is_known(inside) && numpy_is_imported(modules))
		seed_global(global);
}

/* By then the child may have entered a sandbox that kills for getrandom(2). */
static void heal_later(PyObject *modules)
{
	PyObject *global;
	entropy_prefetch();
	if (numpy_some_are_exposed)
		heal_each(0, BIT_GENERATORS - 1, inside_global(modules, &global),
			  heal_exposed);
}

static void heal(PyObject *modules, enum python_moment moment)
{
	(void)moment;
	numpy_healing++;
	atomic_store(&lineage_page->numpy, FIRST_TOKEN);
	numpy_seed_sequences_begin();
	if (findings_wanted())
		numpy_draws_begin();
	if (can_wait())
		heal_later(modules);
	else
		heal_now(modules);
}

const struct python_runtime numpy_runtime = {
	.notice = numpy_notice,
	.found = numpy_found,
	.settle = numpy_settle,
	.heal = heal,
	.end = numpy_end,
};
