/* SPDX-License-Identifier: MIT */
/* The calls under test as a table of pointers, so that one sequence can go through the
 * program's own binding, through dlsym on libc and through a plugin in turn. The types
 * are written out because libc's declarations forbid the NULL that some tests pass on
 * purpose.
 */
#ifndef LIBC_TABLE_H
#define LIBC_TABLE_H

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

typedef unsigned short *xsubi;

#define LIBC_CALLS(X)                                                                    \
	X(int, rand, (void))                                                             \
	X(void, srand, (unsigned))                                                       \
	X(long, random, (void))                                                          \
	X(void, srandom, (unsigned))                                                     \
	X(char *, initstate, (unsigned, char *, size_t))                                 \
	X(char *, setstate, (char *))                                                    \
	X(double, drand48, (void))                                                       \
	X(double, erand48, (xsubi))                                                      \
	X(long, lrand48, (void))                                                         \
	X(long, nrand48, (xsubi))                                                        \
	X(long, mrand48, (void))                                                         \
	X(long, jrand48, (xsubi))                                                        \
	X(void, srand48, (long))                                                         \
	X(xsubi, seed48, (xsubi))                                                        \
	X(void, lcong48, (xsubi))                                                        \
	X(char *, strfry, (char *))                                                      \
	X(int, rand_r, (unsigned *))

#define TABLE_FIELD(type, name, args) type(*name) args;
struct libc_table {
	LIBC_CALLS(TABLE_FIELD)
};

/* What the object that includes this file is bound to. */
#define TABLE_HERE(type, name, args) .name = name,
static const struct libc_table libc_here = {LIBC_CALLS(TABLE_HERE)};

/* The table of an object opened by dlopen(). Every name is there, or the test aborts. */
static inline void libc_table_of(struct libc_table *table, void *object)
{
#define TABLE_LOOK_UP(type, name, args)                                                  \
	if (!(table->name = (type(*) args)dlsym(object, #name)))                         \
		abort();
	LIBC_CALLS(TABLE_LOOK_UP)
}

#endif
