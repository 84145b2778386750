/* SPDX-License-Identifier: MIT
 *
 * What the two files for GSL share: a generator's type as <gsl/gsl_rng.h> has it, and
 * which types' states are known.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct gsl_type {
	const char *name;
	unsigned long max, min;
	size_t size; /* of a state */
	void (*set)(void *state, unsigned long seed);
	unsigned long (*get)(void *state);
	double (*get_double)(void *state);
};

/* How a state is made from random bytes: `make` gets `room` of them in the state itself.
 */
struct gsl_layout {
	const char *name; /* of types that begin so */
	size_t size;
	void (*make)(void *state);
	/* The next two numbers of a state that stays as it is. */
	void (*predict)(const void *state, unsigned long numbers[2]);
};

/* The layout that the type is proved to have, by two draws from a made-up state; NULL: it
 * is not known. To be called in the parent, before anything is hooked. */
const struct gsl_layout *gsl_layout_of(const struct gsl_type *type);
