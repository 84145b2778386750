/* SPDX-License-Identifier: MIT
 *
 * A hash table with open addressing, in which one key may stand several times. Nothing is
 * removed from it but by clearing all.
 */
#include "numpy_places.h"
#include "python_objects.h"

#include <string.h>

static size_t hash(const void *state)
{
	return (size_t)(((uintptr_t)state >> 4) * (uint64_t)0x9e3779b97f4a7c15 >> 20);
}

/* The next place of that state, or else a free one. */
static struct numpy_place *probe(const struct numpy_places *in, size_t index,
				 const void *state)
{
	for (;; index++) {
		struct numpy_place *place = &in->list[index & (in->size - 1)];
		void *there = atomic_load(&place->state);
		if (!there || there == state)
			return place;
	}
}

static size_t after(const struct numpy_places *in, const struct numpy_place *place)
{
	return (size_t)(place - in->list) + 1;
}

struct numpy_place *numpy_places_find(const struct numpy_places *places,
				      const void *state)
{
	struct numpy_place *place =
		places->size && state ? probe(places, hash(state), state) : NULL;
	return place && place->state ? place : NULL;
}

struct numpy_place *numpy_places_next(const struct numpy_places *places,
				      const struct numpy_place *place)
{
	struct numpy_place *next = probe(places, after(places, place), place->state);
	return next->state ? next : NULL;
}

struct numpy_place *numpy_places_add(struct numpy_places *places,
				     struct numpy_bitgen *bitgen)
{
	if (places->used >= places->size / 2)
		return NULL;
	struct numpy_place *place = probe(places, hash(bitgen->state), bitgen->state);
	while (place->state)
		place = probe(places, after(places, place), bitgen->state);
	places->used++;
	atomic_store(&place->bitgen, bitgen);
	atomic_store(&place->state, bitgen->state); /* from now on it is seen */
	return place;
}

void numpy_places_clear(struct numpy_places *places, size_t count)
{
	size_t size = 64;
	while (size < 4 * count)
		size *= 2;
	places->used = 0;
	if (places->size >= size) {
		memset(places->list, 0, places->size * sizeof *places->list);
		return;
	}
	places->list = python_memory(size * sizeof *places->list);
	places->size = places->list ? size : 0;
}

/* One at a time: where a copy is not ours, some may be NumPy's. */
void numpy_bitgen_replace(struct numpy_bitgen *in, const struct numpy_functions *old,
			  const struct numpy_functions *new)
{
	void **word = (void **)&in->functions;
	void *const *from = (void *const *)old, *const *to = (void *const *)new;
	for (int i = 0; i < NUMPY_FUNCTIONS; i++)
		if (word[i] == from[i])
			__atomic_store_n(&word[i], to[i], __ATOMIC_RELEASE);
}

bool numpy_bitgen_has(const struct numpy_bitgen *bitgen,
		      const struct numpy_functions *some,
		      const struct numpy_functions *others)
{
	void *const *word = (void *const *)&bitgen->functions;
	void *const *one = (void *const *)some, *const *other = (void *const *)others;
	for (int i = 0; i < NUMPY_FUNCTIONS; i++)
		if (!word[i] || (word[i] != one[i] && word[i] != other[i]))
			return false;
	return true;
}
