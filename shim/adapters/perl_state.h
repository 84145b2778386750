/* SPDX-License-Identifier: MIT
 *
 * Where an interpreter of Perl's keeps the state of rand: 48 bits of a linear
 * congruential generator (perl's util.c, Perl_drand48_r), somewhere in a struct whose
 * layout no API tells. It is found when the program first draws or seeds: by the one word
 * of the struct that makes the generator's step. Whose state it is, is perl.c's business.
 *
 * Safe in threads, each of which has an interpreter; nothing is allocated.
 */
#pragma once

#include "adapter.h"

typedef void *perl_op(void *interpreter); /* Perl_ppaddr_t, with MULTIPLICITY */

/* The bits of a state. */
#define PERL_STATE_BITS ((((uint64_t)1) << 48) - 1)

/* True where the generator is the one that we know: two steps come out as predicted.
 * `size` is that of an interpreter's struct, in bytes; in the parent. */
bool perl_state_begin(size_t size, double (*draw)(uint64_t *state),
		      void (*seed)(uint64_t *state, uint32_t seed));

/* Runs the operation, which draws, or seeds, and looks for what it changed. */
void *perl_state_find(void *interpreter, perl_op *operation, bool is_seeding);

/* An extension, which knows the layout, draws from that state: true if it is, or may be
 * from now on, this interpreter's. */
bool perl_state_take(void *interpreter, const uint64_t *state);

/* The interpreter's, or NULL while it is not known where. */
uint64_t *perl_state_of(void *interpreter);

/* False while nothing has seeded it, so that it will be seeded by its first draw. */
bool perl_state_is_begun(void *interpreter);
