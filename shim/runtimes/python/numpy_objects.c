/* SPDX-License-Identifier: MIT
 *
 * Noticing NumPy's types as they come, keeping track of their objects, and finding those
 * that are older than our knowledge. Nothing here runs in a child that its parent's last
 * look has prepared; what happens in a child is in numpy.c.
 */
#include "numpy_objects.h"
#include "numpy_draws.h"
#include "numpy_seeds.h"
#include "numpy_uses.h"
#include "python.h"
#include "python_members.h"

static const struct {
	char module[32], name[16];
} places[NUMPY_TYPES] = {
	[MT19937] = {"numpy.random._mt19937", "MT19937"},
	[PCG64] = {"numpy.random._pcg64", "PCG64"},
	[PCG64DXSM] = {"numpy.random._pcg64", "PCG64DXSM"},
	[PHILOX] = {"numpy.random._philox", "Philox"},
	[SFC64] = {"numpy.random._sfc64", "SFC64"},
	[RANDOM_STATE] = {"numpy.random.mtrand", "RandomState"},
	[GENERATOR] = {"numpy.random._generator", "Generator"},
	[SEED_SEQUENCE] = {"numpy.random.bit_generator", "SeedSequence"},
};
struct watched_type *numpy_types; /* in memory of their own: most programs have none */
enum numpy_layout numpy_layouts[BIT_GENERATORS];
static python_method their_legacy_seeding;
static int legacy_seeding_flags;
struct numpy_words numpy_words;
bool numpy_some_are_exposed;

/* The bit generator behind np.random. */
static bool is_global(PyObject *modules, const PyObject *bit_generator)
{
	PyObject *global = python_global(modules, "numpy.random.mtrand", "_rand");
	return global && numpy_is_random_state(global) &&
	       python_held(global, numpy_words.bit_generator, "_bit_generator") ==
		       bit_generator;
}

/* Each bit generator's capsule names where its state is, for as long as it lives. */
static void bit_generator_made(PyObject *object, PyObject *arguments, PyObject *keywords)
{
	void *state = numpy_state(object);
	struct tracked *entry = python_track(object);
	(void)arguments;
	(void)keywords;
	if (entry) {
		entry->detail = state;
		entry->number = numpy_healing;
		entry->is_assigned = entry->is_exposed = entry->is_replaced = false;
		numpy_draws_made(entry);
		python_settle_soon();
	}
}

/* Whose seed a later draw's is. */
static void note_seeding(const struct tracked *entry, const char *function,
			 PyObject *given)
{
	PyObject *modules = python->PyImport_GetModuleDict();
	if (findings_wanted() && modules && is_global(modules, entry->object))
		numpy_draws_seeded_global(entry, function, given);
}

static void bit_generator_assigned(struct tracked *entry)
{
	entry->is_assigned = true;
	numpy_draws_assigned(entry);
	note_seeding(entry, "set_state", NULL);
}

void numpy_exposed(PyObject *object)
{
	struct tracked *entry = tracked_find(object);
	if (entry)
		entry->is_exposed = numpy_some_are_exposed = true;
}

/* Where Generators have their bit generator, the first tells: objects of classes derived
 * from it must not be asked in a child. */
static void learn_of_generator(PyObject *object)
{
	if (!numpy_words.of_generator)
		numpy_words.of_generator =
			python_word_of(&numpy_types[GENERATOR], object, "_bit_generator");
	if (!numpy_words.of_generator)
		numpy_uses_are_not_seen();
}

/* A RandomState or Generator, which has a bit generator. */
static void holder_made(PyObject *object, PyObject *arguments, PyObject *keywords)
{
	bool is_generator = python_watched(object) == &numpy_types[GENERATOR];
	(void)arguments;
	(void)keywords;
	if (is_generator && !findings_wanted()) {
		learn_of_generator(object);
		return;
	}
	struct tracked *entry = python_track(object);
	if (entry) {
		entry->number = numpy_healing;
		numpy_draws_hold(entry);
	}
}

/* np.random.seed() and RandomState.seed() end here, and drop the seed sequence. */
static PyObject *legacy_seeding(PyObject *self, void *arguments, ssize_t count,
				void *keywords)
{
	PyObject *given = python_first_argument(legacy_seeding_flags, arguments, count);
	python_heal();
	numpy_uses_see(self);
	PyObject *result = their_legacy_seeding(self, arguments, count, keywords);
	struct tracked *entry = result ? tracked_find(self) : NULL;
	if (entry) {
		entry->is_from_os = given == python->_Py_NoneStruct;
		entry->is_assigned = false;
		numpy_draws_seeded(entry);
		note_seeding(entry, "np.random.seed", given);
	}
	return result;
}

static bool watch(int kind, PyObject *type)
{
	struct watched_type *watched = &numpy_types[kind];
	watched->kind = (uint8_t)kind;
	watched->made = holder_made;
	watched->is_holder = kind == RANDOM_STATE || kind == GENERATOR;
	watched->freed = findings_wanted() ? numpy_draws_freed : NULL;
	if (kind < BIT_GENERATORS) {
		watched->made = bit_generator_made;
		watched->used = numpy_uses_see;
		watched->assigned = bit_generator_assigned;
	} else if (kind == SEED_SEQUENCE) {
		watched->made = numpy_seed_sequence_made;
		watched->freed = numpy_seed_sequence_freed;
	}
	if (kind == MT19937)
		legacy_seeding_flags = python_wrap_method(
			type, "_legacy_seeding", legacy_seeding, &their_legacy_seeding);
	if (!python_watch(watched, type)) {
		numpy_uses_are_not_seen();
		return false;
	}
	numpy_uses_watch(kind);
	return true;
}

static void found_inside(PyObject *object, const char *attribute)
{
	PyObject *inside = python_attribute(object, attribute);
	if (inside)
		numpy_found(inside);
	python_done(inside); /* the object keeps it */
}

/* np.random's own, which may be seeded before objects are looked for; or NULL. */
static PyObject *global_found(PyObject *modules)
{
	PyObject *global = python_global(modules, "numpy.random.mtrand", "_rand");
	if (!global || !numpy_is_random_state(global))
		return NULL;
	numpy_found(global);
	return global;
}

enum python_news numpy_notice(PyObject *modules)
{
	bool is_new = false;
	if (!numpy_types && python->PyDict_GetItemString(modules, "numpy.random")) {
		numpy_types = python_memory(NUMPY_TYPES * sizeof *numpy_types);
		numpy_uses_begin();
	}
	for (int i = 0; numpy_types && i < NUMPY_TYPES; i++) {
		PyObject *type =
			!numpy_types[i].type
				? python_global(modules, places[i].module, places[i].name)
				: NULL;
		is_new |= type && watch(i, type);
	}
	if (is_new)
		(void)global_found(modules);
	return is_new ? PYTHON_YOUNG : PYTHON_NOTHING_NEW;
}

/* Nobody can have exposed what an import has made that is still under way. */
static void bit_generator_found(PyObject *object)
{
	bit_generator_made(object, NULL, NULL);
	if (numpy_is_imported(python->PyImport_GetModuleDict()))
		numpy_exposed(object);
	found_inside(object, "_seed_seq");
}

/* An object that may be older than our knowledge of its type, and what belongs to it. */
bool numpy_found(PyObject *object)
{
	struct watched_type *watched = python_watched(object);
	if (!watched)
		return false;
	if (watched->kind == RANDOM_STATE ||
	    (watched->kind == GENERATOR && python_is_exact(object)))
		found_inside(object, "_bit_generator");
	if (tracked_find(object))
		return true;
	if (watched->kind == SEED_SEQUENCE)
		numpy_seed_sequence_found(object);
	else if (watched->kind < BIT_GENERATORS)
		bit_generator_found(object);
	else
		watched->made(object, NULL, NULL);
	return true;
}

bool numpy_is_random_state(const PyObject *object)
{
	return numpy_types && numpy_types[RANDOM_STATE].type &&
	       python_watched(object) == &numpy_types[RANDOM_STATE];
}

/* All bit generators begin alike (numpy/random/bit_generator.pxd). */
static void settle_words(PyObject *global)
{
	PyObject *inside = python_held(global, 0, "_bit_generator");
	struct watched_type *of_inside = inside ? python_watched(inside) : NULL;
	numpy_words.bit_generator =
		python_word_of(&numpy_types[RANDOM_STATE], global, "_bit_generator");
	if (of_inside) {
		numpy_words.seed_sequence =
			python_word_of(of_inside, inside, "_seed_seq");
		numpy_uses_are_ours(true);
		numpy_words.lock = python_word_of(of_inside, inside, "lock");
		numpy_uses_are_ours(false);
	}
}

/* Objects of ours, which the layouts are learnt from, can't be made by a module that is
 * still being imported: it may even crash. */
bool numpy_is_imported(PyObject *modules)
{
	PyObject *spec = python_global(modules, "numpy.random", "__spec__");
	PyObject *is_under_way = spec ? python_attribute(spec, "_initializing") : NULL;
	bool is_ready = !is_under_way || python->PyObject_IsTrue(is_under_way) == 0;
	python_done(is_under_way);
	return is_ready;
}

static void learn_layout(int kind)
{
	if (!numpy_types[kind].type || numpy_layouts[kind] != LAYOUT_UNKNOWN)
		return;
	numpy_layouts[kind] = numpy_layout_test(kind, numpy_types[kind].type);
	if (numpy_layouts[kind] == LAYOUT_DIFFERS)
		python_refused("numpy", places[kind].name);
}

static void learn_layouts(void)
{
	struct watched_type *random_state = &numpy_types[RANDOM_STATE];
	for (int kind = 0; kind < BIT_GENERATORS; kind++)
		learn_layout(kind);
	if (random_state->type && !numpy_words.gauss)
		numpy_words.gauss = numpy_gauss_word(random_state);
	if (numpy_types[SEED_SEQUENCE].type)
		numpy_seed_sequence_settle(&numpy_types[SEED_SEQUENCE]);
}

bool numpy_settle(PyObject *modules)
{
	if (!numpy_types)
		return true;
	if (!numpy_is_imported(modules))
		return false;
	PyObject *global = global_found(modules);
	if (global)
		settle_words(global);
	learn_layouts();
	numpy_uses_watch_all();
	return true;
}

void numpy_end(void)
{
	numpy_draws_end();
}
