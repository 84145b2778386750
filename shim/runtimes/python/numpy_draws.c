/* SPDX-License-Identifier: MIT
 *
 * Putting functions of ours in front of NumPy's, what they do, and putting NumPy's back.
 *
 * Whoever made a copy that we know nothing of (numba, C code) may call ours for ever.
 * They never fail: each kind of bit generator has its own, which know NumPy's.
 */
#include "numpy_draws.h"
#include "core/lineage.h"
#include "numpy_objects.h"

#include PROCESSOR_FILE

#include <sys/syscall.h>

struct draws {
	struct numpy_functions theirs[BIT_GENERATORS], ours[BIT_GENERATORS];
	size_t own; /* the word of a bit generator where its bitgen_t begins */
	struct numpy_places places;
};
static struct draws *draws; /* in memory of its own: most programs need none */

/* The state says that a RandomState has not been given another bit generator. */
static void replace_all(struct numpy_place *first, const struct numpy_functions *old,
			const struct numpy_functions *new)
{
	struct numpy_place *place = first;
	atomic_fetch_add(&first->users, 1);
	for (; place; place = numpy_places_next(&draws->places, place)) {
		struct numpy_bitgen *bitgen = atomic_load(&place->bitgen);
		if (bitgen && bitgen->state == place->state)
			numpy_bitgen_replace(bitgen, old, new);
	}
	atomic_fetch_sub(&first->users, 1);
}

static void put_back(struct numpy_place *first)
{
	replace_all(first, &draws->ours[first->kind], &draws->theirs[first->kind]);
}

/* Once for each inherited state. In any thread, with or without locks. */
static void drawn(const void *state)
{
	struct numpy_place *first = numpy_places_find(&draws->places, state);
	if (!first || !atomic_load(&first->is_armed) ||
	    !atomic_exchange(&first->is_armed, false))
		return;
	const struct numpy_inherited *what = &first->inherited;
	first->is_found = true;
	findings_add(&(struct finding){what->kind, what->generator, what->healed,
				       &first->digest, sizeof first->digest,
				       what->detail});
	put_back(first);
}

/* clang-format off */
#define EACH_KIND(X) X(MT19937) X(PCG64) X(PCG64DXSM) X(PHILOX) X(SFC64)
#define FUNCTION(kind, type, name) \
	static type kind##_##name(void *state) \
	{ \
		drawn(state); \
		return draws->theirs[kind].name(state); \
	}
#define FUNCTIONS(kind) \
	FUNCTION(kind, uint64_t, next_uint64) \
	FUNCTION(kind, uint32_t, next_uint32) \
	FUNCTION(kind, double, next_double) \
	FUNCTION(kind, uint64_t, next_raw)
#define FILL_IN(kind) \
	draws->ours[kind].next_uint64 = kind##_next_uint64; \
	draws->ours[kind].next_uint32 = kind##_next_uint32; \
	draws->ours[kind].next_double = kind##_next_double; \
	draws->ours[kind].next_raw = kind##_next_raw;
/* clang-format on */
EACH_KIND(FUNCTIONS)

/* Filled in by code: a table would have to be relocated in every program. */
static bool is_ready(void)
{
	if (draws || !findings_wanted())
		return draws;
	draws = python_memory(sizeof *draws);
	if (draws) {
		EACH_KIND(FILL_IN)
	}
	return draws;
}

static bool are_known(int kind, const struct numpy_bitgen *bitgen)
{
	return numpy_bitgen_has(bitgen, &draws->theirs[kind], &draws->ours[kind]);
}

/* A bit generator's own, where its capsule has shown others' to be. */
static struct numpy_bitgen *own_of(const struct tracked *entry)
{
	void **word = python_words(entry->object) + draws->own;
	struct numpy_bitgen *own = (struct numpy_bitgen *)word;
	bool is_there = draws->own && own->state == entry->detail;
	return is_there && are_known(entry->kind, own) ? own : NULL;
}

/* A class of the program's may have functions of its own. */
static void learn(const struct tracked *entry)
{
	const struct numpy_bitgen *bitgen = numpy_bitgen(entry->object);
	size_t words = python_basic_words(python_watched(entry->object));
	size_t at = (size_t)((void **)bitgen - python_words(entry->object));
	if (python_is_exact(entry->object) && at < words && words - at >= BITGEN_WORDS) {
		draws->own = at;
		draws->theirs[entry->kind] = bitgen->functions;
	}
}

void numpy_draws_made(const struct tracked *entry)
{
	if (!is_ready() || !entry->detail)
		return;
	if (!draws->theirs[entry->kind].next_raw)
		learn(entry);
	numpy_draws_seeded(entry);
}

void numpy_draws_seeded(const struct tracked *entry)
{
	struct numpy_place *first =
		draws ? numpy_places_find(&draws->places, entry->detail) : NULL;
	if (first && atomic_exchange(&first->is_armed, false))
		put_back(first);
}

/* For a while some programs have another state: what they restore was not theirs. */
void numpy_draws_assigned(const struct tracked *entry)
{
	struct numpy_place *first =
		draws ? numpy_places_find(&draws->places, entry->detail) : NULL;
	numpy_draws_seeded(entry);
	if (!first || first->is_found ||
	    numpy_state_digest(entry->kind, entry->detail) != first->own)
		return;
	atomic_store(&first->is_armed, true);
	replace_all(first, &draws->theirs[first->kind], &draws->ours[first->kind]);
}

static bool number_of(PyObject *given, uint64_t *number)
{
	if (!given || given == python->_Py_NoneStruct)
		return false;
	PyObject *index = python->PyObject_CallMethod(given, "__index__", NULL);
	bool has = index != NULL;
	*number = has ? python->PyLong_AsUnsignedLongMask(index) : 0;
	python_done(index);
	return has;
}

/* What a child is given once, as a Pool's initializer does, its siblings are given as
 * well, perhaps by mistake. Who seeds again does it for each task, and tasks of two runs
 * may be meant to be equal; who puts the state back that was meant it for a while. */
static void add_number(struct seeding *seeding, PyObject *given)
{
	static uint64_t seeded; /* the child that has */
	uint64_t me = lineage_epoch();
	seeding->is_again = seeded == me;
	seeding->has_seed =
		me != ROOT && !seeding->is_again && number_of(given, &seeding->seed);
	seeded = me;
}

void numpy_draws_seeded_global(const struct tracked *entry, const char *function,
			       PyObject *given)
{
	uint64_t digest = 0;
	bool is_known = numpy_layouts[entry->kind] == LAYOUT_HOLDS && entry->detail;
	if (is_known)
		digest = numpy_state_digest(entry->kind, entry->detail);
	struct seeding seeding = {.generator = NUMPY_GLOBAL,
				  .function = function,
				  .state = is_known ? &digest : NULL,
				  .size = sizeof digest};
	add_number(&seeding, given);
	findings_seeded(&seeding);
}

/* A parent's places, if it was a child itself, are not its children's. */
void numpy_draws_begin(void)
{
	struct tracked *entry;
	size_t count = 0;
	for (size_t i = 0; tracked_at(i, &entry); i++)
		count += entry && entry->kind <= GENERATOR;
	if (is_ready())
		numpy_places_clear(&draws->places, count);
}

void numpy_draws_end(void)
{
	if (draws)
		numpy_places_clear(&draws->places, 0);
}

void numpy_draws_watch(const struct tracked *entry, struct numpy_inherited inherited)
{
	struct numpy_bitgen *own = draws ? own_of(entry) : NULL;
	struct numpy_place *place = own ? numpy_places_add(&draws->places, own) : NULL;
	if (!place)
		return;
	place->digest = numpy_state_digest(entry->kind, entry->detail);
	place->inherited = inherited;
	place->kind = entry->kind;
	atomic_store(&place->is_armed, true);
	numpy_bitgen_replace(own, &draws->theirs[entry->kind], &draws->ours[entry->kind]);
}

void numpy_draws_healed(const struct tracked *entry)
{
	struct numpy_place *first =
		draws ? numpy_places_find(&draws->places, entry->detail) : NULL;
	if (first)
		first->own = numpy_state_digest(entry->kind, entry->detail);
}

static bool is_copy(void *const *word)
{
	const struct numpy_bitgen *bitgen = (const struct numpy_bitgen *)word;
	const struct numpy_place *first =
		numpy_places_find(&draws->places, bitgen->state);
	return first && are_known(first->kind, bitgen);
}

/* The copy in an object: the only five words that look like a bit generator's. */
static struct numpy_bitgen *copy_in(PyObject *object)
{
	size_t count = python_basic_words(python_watched(object)), copies = 0;
	void **word = python_words(object), **found = NULL;
	for (size_t i = 2; i + BITGEN_WORDS <= count; i++)
		if (is_copy(&word[i]))
			found = &word[i], copies++;
	return copies == 1 ? (struct numpy_bitgen *)found : NULL;
}

/* A copy made of a bit generator that is armed no more may still have our functions. */
void numpy_draws_hold(struct tracked *entry)
{
	struct numpy_bitgen *copy =
		draws && draws->places.size ? copy_in(entry->object) : NULL;
	entry->detail = NULL;
	if (!copy)
		return;
	struct numpy_place *first = numpy_places_find(&draws->places, copy->state);
	const struct numpy_functions *ours = &draws->ours[first->kind];
	const struct numpy_functions *theirs = &draws->theirs[first->kind];
	struct numpy_place *place =
		first->is_armed ? numpy_places_add(&draws->places, copy) : NULL;
	entry->detail = place;
	numpy_bitgen_replace(copy, place ? theirs : ours, place ? ours : theirs);
}

/* Waits for whoever may be about to write there; but not for a thread that only the
 * parent has, before we are healed. */
static void empty(struct numpy_place *place)
{
	const struct numpy_place *first = numpy_places_find(&draws->places, place->state);
	atomic_store(&place->bitgen, NULL);
	while (atomic_load(&first->users) > 0 &&
	       atomic_load(&lineage_page->runtimes) != WIPED)
		raw_syscall(SYS_sched_yield, 0, 0, 0, 0);
}

/* A bit generator's entry has its state, the others' have their place. */
void numpy_draws_freed(struct tracked *entry)
{
	bool is_holder = entry->kind >= BIT_GENERATORS;
	if (!draws || !draws->places.size || !entry->detail)
		return;
	struct numpy_place *place =
		is_holder ? entry->detail
			  : numpy_places_find(&draws->places, entry->detail);
	if (!place)
		return;
	if (!is_holder) {
		atomic_store(&place->is_armed, false);
		place->is_found = true; /* and not to be found for another one there */
	}
	empty(place);
}
