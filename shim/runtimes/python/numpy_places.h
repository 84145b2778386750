/* SPDX-License-Identifier: MIT
 *
 * The places in which a child has function pointers of ours (numpy_draws.h), by the
 * address of the state that they draw from, which is all that our functions are called
 * with. Places are added and emptied with the interpreter's lock held; looked for
 * without.
 */
#pragma once

#include "core/compiler.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* numpy/random/bitgen.h */
struct numpy_functions {
	uint64_t (*next_uint64)(void *);
	uint32_t (*next_uint32)(void *);
	double (*next_double)(void *);
	uint64_t (*next_raw)(void *);
};
struct numpy_bitgen {
	void *state;
	struct numpy_functions functions;
};
enum { NUMPY_FUNCTIONS = 4, BITGEN_WORDS = 5 };

/* What a draw is, by literals (core/findings.h). */
struct numpy_inherited {
	const char *kind, *generator, *detail;
	bool healed;
};

/* The first of a state is the bit generator's own, and speaks for all of them. */
struct numpy_place {
	void *_Atomic state;                 /* NULL: none */
	struct numpy_bitgen *_Atomic bitgen; /* NULL: freed */
	_Atomic uint32_t is_armed;           /* no draw yet, and no seed */
	_Atomic uint32_t users;              /* threads that put pointers back */
	uint64_t digest, own;                /* of the state as inherited, as healed */
	bool is_found;                       /* it was drawn from */
	struct numpy_inherited inherited;
	int kind; /* enum bit_generator */
};

struct numpy_places {
	struct numpy_place *list;
	size_t size, used; /* a power of 2, or 0; never more than half full */
};

/* Forgets all, and makes room for that many and as many more; or for none, without
 * memory. */
void numpy_places_clear(struct numpy_places *places, size_t count);

/* The first place of a state, and the one after another; or NULL. */
struct numpy_place *numpy_places_find(const struct numpy_places *places,
				      const void *state);
struct numpy_place *numpy_places_next(const struct numpy_places *places,
				      const struct numpy_place *place);

/* The last of its state from now on; NULL where there is no room. */
struct numpy_place *numpy_places_add(struct numpy_places *places,
				     struct numpy_bitgen *bitgen);

/* Replaces those functions of the old ones that are there. */
void numpy_bitgen_replace(struct numpy_bitgen *in, const struct numpy_functions *old,
			  const struct numpy_functions *new);

/* True when each of its functions is one of these two. */
bool numpy_bitgen_has(const struct numpy_bitgen *bitgen,
		      const struct numpy_functions *some,
		      const struct numpy_functions *others);
