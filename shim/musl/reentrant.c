/* SPDX-License-Identifier: MIT
 *
 * Seeding and switching states as musl's random(3) does it (src/prng/random.c), and the
 * arithmetic of its drand48(3) family, on states that the caller names. Steps of
 * random(3) are glibc's, and in generators/additive.c.
 */
#include "generators/additive_state.h"
#include "generators/libc.h"

static const uint64_t X_MASK = 0xffffffffffff;

enum { FIRST_SIZE = 8, SIZES = 5 };
static const size_t size_of[SIZES] = {FIRST_SIZE, 32, 64, 128, 256};

/* Fills the words from the high halves of a 64-bit generator; one word is made odd. */
int srandom_r(unsigned seed, struct random_data *data)
{
	uint64_t x = seed;
	uint32_t word = seed;
	if (data->rand_type == 0)
		memcpy(data->state, &word, sizeof word);
	for (int i = 0; i < data->rand_deg; i++) {
		x = x * 6364136223846793005 + 1;
		word = (uint32_t)(x >> 32) | (i == 0);
		memcpy(data->state + i, &word, sizeof word);
	}
	if (data->rand_type == 0)
		return 0;
	data->rptr = data->state;
	data->fptr = data->state + data->rand_sep;
	return 0;
}

/* The header word of an array: its length, and the places in it. */
static uint32_t places(const struct random_data *data)
{
	if (data->rand_type == 0)
		return data->idle;
	return (uint32_t)(data->fptr - data->state) << 8 |
	       (uint32_t)(data->rptr - data->state);
}

static void save(const struct random_data *data)
{
	uint32_t header = (uint32_t)data->rand_deg << 16 | places(data);
	memcpy(data->state - 1, &header, sizeof header);
}

static void place(struct random_data *data, char *array, int type, uint32_t header)
{
	data->idle = header & 0xffff;
	additive_place(data, (struct state_array){(int32_t *)(void *)array + 1, type},
		       header & 0xff);
}

/* errno is left alone, as musl leaves it. */
int initstate_r(unsigned seed, char *array, size_t size, struct random_data *data)
{
	int type = SIZES - 1;
	if (size < FIRST_SIZE)
		return -1;
	while (size < size_of[type])
		type--;
	save(data);
	place(data, array, type, places(data));
	srandom_r(seed, data);
	save(data);
	return 0;
}

/* A header that no array has: musl would follow it out of the array. */
int setstate_r(char *array, struct random_data *data)
{
	uint32_t header;
	save(data);
	memcpy(&header, array, sizeof header);
	for (int type = 0; type < TYPES; type++)
		if ((header >> 16) == (type ? (uint32_t)additive_words(type) : 0)) {
			place(data, array, type, header);
			return 0;
		}
	return -1;
}

static uint64_t number(const unsigned short x[3])
{
	return x[0] | (uint64_t)x[1] << 16 | (uint64_t)x[2] << 32;
}

static void put(unsigned short x[3], uint64_t value)
{
	for (int i = 0; i < 3; i++)
		x[i] = (unsigned short)(value >> 16 * i);
}

static uint64_t step(unsigned short x[3], const struct drand48_data *data)
{
	put(x, number(x) * data->__a + data->__c);
	return number(x);
}

int erand48_r(unsigned short x[3], struct drand48_data *data, double *result)
{
	*result = 1.0 + (double)(int64_t)step(x, data) * 0x1p-48 - 1.0;
	return 0;
}

int nrand48_r(unsigned short x[3], struct drand48_data *data, long *result)
{
	*result = (long)(step(x, data) >> 17);
	return 0;
}

int jrand48_r(unsigned short x[3], struct drand48_data *data, long *result)
{
	*result = (int32_t)(step(x, data) >> 16);
	return 0;
}

/* Unlike glibc's, neither this nor seed48() touches multiplier and addend. */
int srand48_r(long seed, struct drand48_data *data)
{
	unsigned short x[3] = {0x330e, (unsigned short)seed,
			       (unsigned short)(seed >> 16)};
	return seed48_r(x, data);
}

/* In this order: x may be the old X that was handed out last. */
int seed48_r(unsigned short x[3], struct drand48_data *data)
{
	memcpy(data->__old_x, data->__x, sizeof data->__x);
	memmove(data->__x, x, sizeof data->__x);
	return 0;
}

int lcong48_r(unsigned short parameters[7], struct drand48_data *data)
{
	memcpy(data->__x, parameters, sizeof data->__x);
	data->__a = number(parameters + 3) & X_MASK;
	data->__c = parameters[6];
	return 0;
}

const struct libc libc = {
	srandom_r, initstate_r, setstate_r, erand48_r, nrand48_r,
	jrand48_r, srand48_r,   seed48_r,   lcong48_r,
};
