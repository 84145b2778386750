/* SPDX-License-Identifier: MIT
 *
 * In place of generators/libc.h, for musl: the next definitions of what the shim
 * interposes, and the states behind musl's generators. Looked up once, in the parent.
 */
#pragma once

#include "core/compiler.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <threads.h>
#include <unistd.h>

/* Every function that the shim interposes. */
/* clang-format off */
#define INTERPOSED(X) \
	X(rand) X(srand) X(random) X(srandom) X(initstate) X(setstate) \
	X(drand48) X(erand48) X(lrand48) X(nrand48) X(mrand48) X(jrand48) \
	X(srand48) X(seed48) X(lcong48) X(fork) X(_Fork) X(clone) \
	X(pthread_create) X(thrd_create)
/* clang-format on */

/* Weak: a program of glibc's, into which this shim was handed down, has no such symbol.
 */
#pragma weak pthread_atfork

int clone(int (*start)(void *), void *stack, int flags, void *argument, ...);
pid_t _Fork(void);

/* The definition that the program would reach without the shim, or NULL where there is
 * none (_Fork before musl 1.2.2). */
struct next {
#define X(name) __typeof__(&name) name;
	INTERPOSED(X)
#undef X
};
internal extern struct next next;

/* musl's own definitions, NULL likewise: whoever's stand in front. */
internal extern struct next musls;

/* Where the hook steps aside, because the next definition is not musl's, or the shim is
 * switched off. True for all until the shim has started. */
struct aside {
#define X(name) bool name;
	INTERPOSED(X)
#undef X
};
internal extern struct aside aside;

/* What glibc has for the work on states that it is given: here the shim's own. */
struct libc {
	__typeof__(&srandom_r) srandom_r;
	__typeof__(&initstate_r) initstate_r;
	__typeof__(&setstate_r) setstate_r;
	__typeof__(&erand48_r) erand48_r;
	__typeof__(&nrand48_r) nrand48_r;
	__typeof__(&jrand48_r) jrand48_r;
	__typeof__(&srand48_r) srand48_r;
	__typeof__(&seed48_r) seed48_r;
	__typeof__(&lcong48_r) lcong48_r;
};
internal extern const struct libc libc;

/* 0 once the program has made a thread: hooks/threads.c sees it made. */
internal extern const char *libc_single_threaded;
void libc_distrust_flag(void);

/* Fills `next`. Walks the loaded objects (dl_iterate_phdr(3)): parent only. */
void libc_find(void);
bool libc_is_found(void);

/* True when it is musl, and its generators are those that states.c knows: proved by
 * drawing, after which they are as they were. Parent only. */
bool libc_is_whole(void);

/* Fills `aside`: from here on the hooks of musl's functions are the shim's. */
void libc_take_over(void);

/* The states behind random(3), on musl's own array, and behind drand48(3). */
struct random_data *libc_random_data(void);
struct drand48_data *libc_drand48_data(void);
