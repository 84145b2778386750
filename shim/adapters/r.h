/* SPDX-License-Identifier: MIT
 *
 * What R keeps where: .Random.seed, and the table of its built-in functions. What
 * .Random.seed is made of (help(.Random.seed) in R): its first number says which
 * generator the others are for, which makes normals of them, and how sample() does.
 */
#pragma once

#include <stdbool.h>

enum { R_MOST_WORDS = 626 }; /* with the first */

/* One of R's own, at its length; not the user's. */
bool r_is_known_kind(const int *words, int count);

/* Makes of random words behind the first what R takes for a state of that kind. */
void r_fit(int *words, int count);

/* Box and Muller's normals come in pairs, and R keeps the second one elsewhere. */
bool r_keeps_normals(int first);

typedef struct SEXPREC *SEXP; /* any value of R's */
typedef SEXP r_builtin(SEXP call, SEXP operation, SEXP arguments, SEXP frame);

/* An entry of R_FunTab (Defn.h). */
struct r_entry {
	const char *name;
	r_builtin *function;
	int code, how, arguments, grammar[3];
};

/* NULL where the table is not what it looks like. */
struct r_entry *r_find_entry(struct r_entry *table, const char *name);

struct object;
void r_replace(struct object *object, struct r_entry *entry, r_builtin *hook,
	       r_builtin **original);
