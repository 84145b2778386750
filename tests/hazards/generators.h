/* SPDX-License-Identifier: MIT */
/*
 * The generators of libc as one table: how to start each in the parent and how to draw
 * one number from it. random() appears once per state type, each with an array of its
 * own. Not here: rand_r and the *_r functions, whose state belongs to the caller.
 */
#ifndef GENERATORS_H
#define GENERATORS_H

#include "children.h"

struct generator {
	const char *name;
	void (*start)(void);
	uint64_t (*draw)(void);
};

enum { TYPES = 5 };
static const size_t type_size[TYPES] = {8, 32, 64, 128, 256};
static _Alignas(8) char type_array[TYPES][256];

/* libc's own table, learnt when initstate() first leaves it. */
static char *libc_array;

static inline void start_type(int type)
{
	char *previous = initstate(42, type_array[type], type_size[type]);

	if (!libc_array)
		libc_array = previous;
}

static inline void start_random(void)
{
	if (libc_array)
		setstate(libc_array);
	srandom(42);
}

static inline void start_type_0(void)
{
	start_type(0);
}
static inline void start_type_1(void)
{
	start_type(1);
}
static inline void start_type_2(void)
{
	start_type(2);
}
static inline void start_type_3(void)
{
	start_type(3);
}
static inline void start_type_4(void)
{
	start_type(4);
}

static inline void start_48(void)
{
	srand48(42);
}

static inline uint64_t draw_random(void)
{
	return (uint64_t)random();
}

static inline uint64_t draw_rand(void)
{
	return (uint64_t)rand();
}

static inline uint64_t draw_lrand48(void)
{
	return (uint64_t)lrand48();
}

/* Scaled by 2^48, the value is the whole state. */
static inline uint64_t draw_drand48(void)
{
	return (uint64_t)(drand48() * 281474976710656.0);
}

/* Shuffles the 16 hexadecimal digits and reads them as a number; a result that is not a
   permutation ends the process, which counts as a crash. */
static inline uint64_t draw_strfry(void)
{
	char text[] = "0123456789abcdef";
	unsigned seen = 0;

	strfry(text);
	for (int i = 0; i < 16; i++)
		seen |= 1u << (text[i] & 15) << (text[i] > '9' ? 9 : 0);
	if (seen != 0xffff)
		_exit(98);
	return strtoull(text, NULL, 16);
}

/* strfry has no seed: a first use in the parent is what its children inherit. */
static inline void start_strfry(void)
{
	draw_strfry();
}

static const struct generator generators[] = {
	{"random", start_random, draw_random}, {"rand", start_random, draw_rand},
	{"type0", start_type_0, draw_random},  {"type1", start_type_1, draw_random},
	{"type2", start_type_2, draw_random},  {"type3", start_type_3, draw_random},
	{"type4", start_type_4, draw_random},  {"drand48", start_48, draw_drand48},
	{"lrand48", start_48, draw_lrand48},   {"strfry", start_strfry, draw_strfry},
};
enum { GENERATORS = sizeof(generators) / sizeof(generators[0]) };

static inline void draw_report(struct report *report, const struct generator *generator)
{
	for (int i = 0; i < DRAWS; i++)
		report->value[i] = generator->draw();
	report->done = 1;
}

#endif
