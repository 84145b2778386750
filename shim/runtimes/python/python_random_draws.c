/* SPDX-License-Identifier: MIT
 *
 * The two functions in front of random.Random's own.
 */
#include "python_random_draws.h"
#include "python_types.h"
#include "recorder/findings.h"

/* In memory of its own: most programs need none. */
static struct watch {
	PyObject *type;
	python_method random, getrandbits; /* theirs */
	size_t objects;                    /* that are watched */
	bool is_in_front;
} * watch;

static void put_back(void)
{
	python_method ours;
	if (!watch->is_in_front)
		return;
	watch->is_in_front = false;
	(void)python_wrap_method(watch->type, "random", watch->random, &ours);
	(void)python_wrap_method(watch->type, "getrandbits", watch->getrandbits, &ours);
}

void python_random_draws_end(struct tracked *entry)
{
	if (!entry->number)
		return;
	entry->number = 0;
	if (--watch->objects == 0)
		put_back();
}

static void record(const struct tracked *entry)
{
	unsigned what = entry->number;
	uintptr_t digest = (uintptr_t)entry->detail;
	findings_add(&(struct finding){
		what & DRAWS_SEEDED ? "shared" : "inherited",
		what & DRAWS_OF_MODULE ? "python.random" : "python.Random",
		what & DRAWS_HEALED, &digest, sizeof digest,
		what & DRAWS_SEEDED ? "the program gave it a seed or state" : NULL});
}

static void drawn(PyObject *self)
{
	struct tracked *entry = watch->objects ? tracked_find(self) : NULL;
	if (!entry || !entry->number)
		return;
	record(entry);
	python_random_draws_end(entry);
}

static PyObject *draw(PyObject *self, void *arguments, ssize_t count, void *keywords)
{
	drawn(self);
	return watch->random(self, arguments, count, keywords);
}

static PyObject *draw_bits(PyObject *self, void *arguments, ssize_t count, void *keywords)
{
	drawn(self);
	return watch->getrandbits(self, arguments, count, keywords);
}

void python_random_draws_begin(void)
{
	if (!watch)
		watch = python_memory(sizeof *watch);
	else
		watch->objects = 0;
}

void python_random_draws_watch(struct tracked *entry, unsigned what, uint64_t digest)
{
	entry->detail = (void *)(uintptr_t)digest;
	entry->number = watch ? what | DRAWS_WATCHED : 0;
	if (watch)
		watch->objects++;
}

void python_random_draws_start(PyObject *type)
{
	if (!watch)
		return;
	watch->type = type;
	if (watch->objects == 0) {
		put_back();
	} else {
		watch->is_in_front = true;
		(void)python_wrap_method(type, "random", draw, &watch->random);
		(void)python_wrap_method(type, "getrandbits", draw_bits,
					 &watch->getrandbits);
	}
}
