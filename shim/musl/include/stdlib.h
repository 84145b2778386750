/* SPDX-License-Identifier: MIT
 *
 * musl's <stdlib.h>, and what glibc's has more of that generators/ are written with: the
 * states of random(3) and drand48(3) and the functions that work on them. With musl both
 * are the shim's own (reentrant.c).
 */
#pragma once

#include <stdint.h>
#include_next <stdlib.h>

struct random_data {
	int32_t *fptr, *rptr, *state;
	int rand_type, rand_deg, rand_sep;
	int32_t *end_ptr;
	uint32_t idle; /* of type 0, which has no places: what its header says of them */
};

struct drand48_data {
	unsigned short __x[3], __old_x[3], __c, __init;
	unsigned long long __a;
};

int srandom_r(unsigned seed, struct random_data *data);
int initstate_r(unsigned seed, char *array, size_t size, struct random_data *data);
int setstate_r(char *array, struct random_data *data);

int erand48_r(unsigned short x[3], struct drand48_data *data, double *result);
int nrand48_r(unsigned short x[3], struct drand48_data *data, long *result);
int jrand48_r(unsigned short x[3], struct drand48_data *data, long *result);
int srand48_r(long seed, struct drand48_data *data);
int seed48_r(unsigned short x[3], struct drand48_data *data);
int lcong48_r(unsigned short parameters[7], struct drand48_data *data);
