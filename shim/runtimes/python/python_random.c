/* SPDX-License-Identifier: MIT
 *
 * Python's random.Random: objects made without a seed, and the module's own functions
 * where CPython does not reseed them itself (before 3.7, or when the program forks behind
 * Python's back). What the program seeded, or restored with setstate(), goes on as it
 * was, except in reproducible mode. Older objects are judged in python_random_origin.c.
 */
#include "core/lineage.h"
#include "entropy/expand.h"
#include "entropy/reproduce.h"
#include "python.h"
#include "python_frees.h"
#include "python_random_arrival.h"
#include "python_random_draws.h"
#include "python_random_origin.h"
#include "python_types.h"
#include "recorder/findings.h"

#include <string.h>

/* Modules/_randommodule.c, RandomObject. */
struct random_object {
	PyObject head;
	int index;
	uint32_t state[RANDOM_WORDS];
};

enum { KIND = 128 };            /* no other runtime's */
static PyObject *type;          /* _random.Random, the base of random.Random */
static PyObject *system_random; /* random.SystemRandom */
static PyObject *refused;       /* the last that was not as we know it */
static python_method their_seed, their_setstate;
static int seed_flags;
static size_t objects; /* that are tracked */

/* The object behind the module's functions. In a reproducible child it has its stream by
 * the time that CPython's own hook wants to reseed it. */
static struct random_object *of_module;
static bool keeps_stream;

void python_random_freed(PyObject *object)
{
	struct tracked *entry = tracked_find(object);
	if (!entry)
		return;
	if (object == (PyObject *)of_module)
		of_module = NULL;
	python_random_draws_end(entry);
	tracked_remove(object);
	objects--;
}

/* What the program seeded matters to an audit and in reproducible mode only. Direct
 * objects of the base class are not collected, and left alone. */
static void note(PyObject *self, bool is_from_os)
{
	bool is_wanted = is_from_os || findings_wanted() || reproduce_key();
	if (!type || !python_is_a(self, type)) /* another interpreter's */
		return;
	struct tracked *entry = tracked_find(self);
	if (!entry && is_wanted && python_watch_frees(self->type))
		entry = tracked_add(self), objects += entry != NULL;
	if (entry) {
		entry->kind = KIND;
		entry->is_from_os = is_from_os;
		python_random_draws_end(entry);
	}
}

/* Stands in front of _random.Random.seed(), which random.Random() calls as well. */
static PyObject *seed(PyObject *self, void *arguments, ssize_t count, void *keywords)
{
	PyObject *given = python_first_argument(seed_flags, arguments, count);
	bool is_from_os = !given || given == python->_Py_NoneStruct;
	python_heal();
	if (is_from_os && keeps_stream && self == (PyObject *)of_module) {
		keeps_stream = false;
		return python_none();
	}
	PyObject *result = their_seed(self, arguments, count, keywords);
	if (result)
		note(self, is_from_os);
	return result;
}

static PyObject *setstate(PyObject *self, void *arguments, ssize_t count, void *keywords)
{
	python_heal();
	PyObject *result = their_setstate(self, arguments, count, keywords);
	if (result)
		note(self, false);
	return result;
}

/* The state as getstate() tells it: 624 words and the index. */
static bool tells(PyObject *state, const struct random_object *object)
{
	bool holds = python->PySequence_Size(state) == RANDOM_WORDS + 1;
	for (int i = 0; holds && i <= RANDOM_WORDS; i++) {
		PyObject *word = python->PySequence_GetItem(state, i);
		uint32_t expected =
			i < RANDOM_WORDS ? object->state[i] : (uint32_t)object->index;
		holds = word && python->PyLong_AsUnsignedLongMask(word) == expected;
		python_done(word);
	}
	return holds;
}

static bool layout_holds(PyObject *of)
{
	PyObject *scratch = python->PyObject_CallFunction(of, "i", 1);
	PyObject *state =
		scratch ? python->PyObject_CallMethod(scratch, "getstate", NULL) : NULL;
	bool holds =
		state &&
		python_number(of, "__basicsize__", 0) >= sizeof(struct random_object) &&
		tells(state, (struct random_object *)scratch);
	python_done(state);
	python_done(scratch);
	return holds;
}

static bool watch(PyObject *new)
{
	if (new == refused || type)
		return false;
	if (!python_type_is_readable(new) || !layout_holds(new)) {
		refused = new;
		return false;
	}
	type = new;
	seed_flags = python_wrap_method(type, "seed", seed, &their_seed);
	(void)python_wrap_method(type, "setstate", setstate, &their_setstate);
	return true;
}

/* Our hook of os.register_at_fork() shall be older than the program's. */
void python_random_arrived(PyObject *new_type)
{
	if (watch(new_type))
		python_wake();
}

/* random makes its own object as its last act, and nobody's is older. */
static enum python_news notice(PyObject *modules)
{
	PyObject *new = type ? NULL : python_global(modules, "_random", "Random");
	if (!type && !new && lineage_page->runtimes == ROOT)
		python_random_expect_library();
	if (!new || !watch(new))
		return PYTHON_NOTHING_NEW;
	return python_global(modules, "random", "_inst") ? PYTHON_OLD
							 : PYTHON_NOTHING_NEW;
}

/* random.SystemRandom has a state as well, and never looks at it. */
static bool found(PyObject *object)
{
	bool is_one = type && python_is_a(object, type) &&
		      !(system_random && python_is_a(object, system_random));
	if (is_one && !tracked_find(object))
		note(object,
		     !python_random_is_seeded(((struct random_object *)object)->state,
					      python_random_depth()));
	return is_one;
}

static bool settle(PyObject *modules)
{
	PyObject *object = python_global(modules, "random", "_inst");
	system_random = python_global(modules, "random", "SystemRandom");
	of_module = NULL;
	if (object && type && python_is_a(object, type)) {
		found(object);
		of_module = (struct random_object *)object;
	}
	return true;
}

static void fill(struct random_object *object, const uint32_t *inherited)
{
	uint32_t fresh[RANDOM_WORDS];
	expand_fill(fresh, sizeof fresh,
		    (struct inherited){"python.random", inherited, sizeof fresh});
	memcpy(object->state, fresh, sizeof fresh);
	object->state[0] |= 0x80000000; /* never all zero */
	object->index = RANDOM_WORDS;
}

/* A normal deviate that the parent has drawn but not handed out. A class of the program's
 * may have its own __getattribute__() and __setattr__(), which must not run here. */
static void forget_gauss(PyObject *object)
{
	PyObject *name = python->Py_BuildValue("s", "gauss_next");
	PyObject *gauss = name ? python->PyObject_GenericGetAttr(object, name) : NULL;
	if (gauss && gauss != python->_Py_NoneStruct &&
	    python->PyObject_GenericSetAttr(object, name, python->_Py_NoneStruct) < 0)
		python_done(NULL);
	python_done(gauss);
	python_done(name);
}

static uint64_t digest(const struct random_object *of)
{
	return findings_digest(&of->index, sizeof of->index + sizeof of->state);
}

static bool is_off(void)
{
	return runtimes_is_kept(INDEX_OF_python_random_runtime);
}

static void heal_object(struct tracked *entry)
{
	struct random_object *object = (struct random_object *)entry->object;
	bool heals = !is_off() && (entry->is_from_os || reproduce_key());
	unsigned what =
		(heals ? DRAWS_HEALED : 0) | (entry->is_from_os ? 0 : DRAWS_SEEDED);
	if (findings_wanted())
		python_random_draws_watch(entry, what, digest(object));
	if (!heals)
		return;
	fill(object, object->state);
	forget_gauss(entry->object);
}

static void heal_objects(void)
{
	struct tracked
		*entry; /* NumPy's may be many, and are not looked at for nothing */
	bool is_alone = !findings_wanted() &&
			objects == (of_module && tracked_find((PyObject *)of_module));
	for (size_t i = 0; !is_alone && tracked_at(i, &entry); i++) {
		if (!entry || entry->kind != KIND)
			continue;
		entry->number = 0;
		if (entry->object != (PyObject *)of_module)
			heal_object(entry);
	}
}

/* By CPython's own function, as its own hook does. */
static void reseed_module(PyObject *modules)
{
	PyObject *object = python_global(modules, "random", "_inst");
	python_done(object ? python->PyObject_CallMethod(object, "seed", NULL) : NULL);
}

static void reproduce_module(enum python_moment moment)
{
	fill(of_module, of_module->state);
	forget_gauss((PyObject *)of_module);
	keeps_stream = moment == PYTHON_AT_FORK;
}

/* A draw from it is no fault where CPython reseeds it. */
static void watch_module(uint64_t inherited)
{
	struct tracked *entry = tracked_find((PyObject *)of_module);
	if (entry)
		python_random_draws_watch(entry,
					  DRAWS_OF_MODULE | (is_off() ? 0 : DRAWS_HEALED),
					  inherited);
}

static void heal(PyObject *modules, enum python_moment moment)
{
	bool is_inherited = of_module && moment == PYTHON_INSTEAD;
	uint64_t inherited = 0;
	if (findings_wanted())
		python_random_draws_begin();
	if (findings_wanted() && is_inherited)
		inherited = digest(of_module);
	heal_objects();
	if (is_off())
		keeps_stream = false;
	else if (reproduce_key() && of_module)
		reproduce_module(moment);
	else if (moment == PYTHON_INSTEAD)
		reseed_module(modules);
	if (findings_wanted() && is_inherited)
		watch_module(inherited);
	if (findings_wanted() && type)
		python_random_draws_start(type);
}

static void end(void)
{
	of_module = NULL, objects = 0;
	type = refused = system_random = NULL;
}

const struct python_runtime python_random_runtime = {
	.begin = python_random_expect,
	.notice = notice,
	.found = found,
	.settle = settle,
	.heal = heal,
	.end = end,
};
