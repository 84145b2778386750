/* SPDX-License-Identifier: MIT
 *
 * What the shim knows of the libc behind it: the next definitions of the functions that
 * it interposes, and where libc keeps the state of its generators. Everything is looked
 * up once, in the parent; a child only reads it.
 */
#pragma once

#include "core/compiler.h"

#include <dlfcn.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

/* Every function that the shim interposes. */
/* clang-format off */
#define INTERPOSED(X) \
	X(rand) X(srand) X(random) X(srandom) X(initstate) X(setstate) \
	X(drand48) X(erand48) X(lrand48) X(nrand48) X(mrand48) X(jrand48) \
	X(srand48) X(seed48) X(lcong48) X(strfry) X(fork) X(_Fork) X(clone) \
	X(__register_atfork) X(dlopen) X(dlmopen) X(dlclose)

/* What the shim calls in libc itself: a program may have functions by these names. */
#define REENTRANT(X) \
	X(random_r) X(srandom_r) X(initstate_r) X(setstate_r) \
	X(erand48_r) X(nrand48_r) X(jrand48_r) X(srand48_r) X(seed48_r) X(lcong48_r)
/* clang-format on */

int clone(int (*start)(void *), void *stack, int flags, void *argument, ...);
pid_t _Fork(void);
/* What pthread_atfork(3) calls (glibc, nptl/pthread_atfork.c). */
int __register_atfork(void (*prepare)(void), void (*parent)(void), void (*child)(void),
		      void *object);

/* The definition that the program would reach without the shim, or NULL where there is
 * none
 * (_Fork before glibc 2.34). */
struct next {
#define X(name) __typeof__(&name) name;
	INTERPOSED(X)
#undef X
};
internal extern struct next next;

/* glibc's reentrant functions, from glibc. */
struct libc {
#define X(name) __typeof__(&name) name;
	REENTRANT(X)
#undef X
};
internal extern struct libc libc;

/* Where the hook steps aside, because the next definition is not libc's but a library's
 * of the program, or the shim is switched off. True for all until the shim has started.
 */
struct aside {
#define X(name) bool name;
	INTERPOSED(X)
#undef X
};
internal extern struct aside aside;

/* glibc's __libc_single_threaded (2.32), wherever the program has it; before: always 0.
 */
internal extern const char *libc_single_threaded;

/* From here on the process counts as one with threads: the program makes some that libc
 * knows nothing of. In the parent, before it does. */
void libc_distrust_flag(void);

/* Whether dl_iterate_phdr(3) will come back. In a child of a process with threads, one of
 * which may have been in there, it is not known until an object has come into this one.
 */
bool libc_may_walk(void);
void libc_object_came(void);

/* Fills `next` and `libc`. Walks the loaded objects (dl_iterate_phdr(3)): parent only. */
void libc_find(void);

/* True when libc_find() has come to its end. */
bool libc_is_found(void);

/* True when glibc is there with all that the shim itself calls. Another libc may run the
 * program (musl reads LD_PRELOAD as well), and then the hooks must step aside for good.
 */
bool libc_is_whole(void);

/* Fills `aside`: from here on the hooks of libc's functions are the shim's. */
void libc_take_over(void);

/* libc's state behind random(3), found by a read-only scan of its writable segment: NULL
 * unless exactly one self-consistent struct is there. */
struct random_data *libc_random_data(void);

/* libc's state behind drand48(3), found by the multiplier and addend in force, where its
 * code says or in exactly one place of a read-only scan; else NULL. Safe while threads
 * draw. */
struct drand48_data *libc_drand48_data(void);
