/* SPDX-License-Identifier: MIT */
/*
 * The functions of libc's that take a lock or leave something half changed: what two
 * threads do all the time, and what a child then needs. functions.c runs them.
 */
#pragma once

struct function {
	const char *name;
	void (*busy)(void), (*need)(void); /* need NULL: the same */
	int often; /* bare, it is sure to be seen in a few hundred children */
};

extern const struct function *const functions_list; /* ends with a NULL name */
