/* SPDX-License-Identifier: MIT
 *
 * NumPy's draws, for an audit: that a child draws from a generator which it inherited is
 * noticed at the first draw. Without an audit nothing here does anything.
 *
 * NumPy draws by the four function pointers of a bitgen_t (numpy/random/bitgen.h). Each
 * bit generator has one, and each Generator and RandomState a copy of its bit
 * generator's. In a child those that it inherited lead to functions of ours, which put
 * NumPy's back when one of them is called, and go on to NumPy's. A parent's are never
 * touched.
 *
 * All calls need the interpreter's lock; draws need nothing.
 */
#pragma once

#include "numpy_layouts.h"
#include "numpy_places.h"
#include "recorder/findings.h"

#define NUMPY_GLOBAL "numpy.random" /* the name of np.random's own stream */

/* A bit generator was made. In the parent: learns NumPy's functions from it. In a child:
 * it has a seed of its own, and what was inherited of it doesn't count any more. */
void numpy_draws_made(const struct tracked *entry);

/* The program gave a bit generator a seed: the same. Or a state: the same, unless it is
 * the one that was inherited. */
void numpy_draws_seeded(const struct tracked *entry);
void numpy_draws_assigned(const struct tracked *entry);

/* The program did so by `function`, to the one behind np.random, with what it has
 * `given`, or NULL: whose seed it is, is part of later findings. */
void numpy_draws_seeded_global(const struct tracked *entry, const char *function,
			       PyObject *given);

/* In a child that is healed, first. */
void numpy_draws_begin(void);

/* Then for each bit generator, before its state is replaced: what a draw from it is, by
 * literals (core/findings.h), and whether it is replaced. */
void numpy_draws_watch(const struct tracked *entry, struct numpy_inherited inherited);

/* And afterwards. */
void numpy_draws_healed(const struct tracked *entry);

/* Then for each Generator and RandomState; also for one that is made later. */
void numpy_draws_hold(struct tracked *entry);

/* The interpreter ends, and all objects with it. */
void numpy_draws_end(void);

/* For struct watched_type, of all these types. */
void numpy_draws_freed(struct tracked *entry);
