/* SPDX-License-Identifier: MIT
 *
 * musl's own states, read through its functions alone, and the proof that they go on as
 * the shim takes them to: each generator is drawn from in two ways, and put back as it
 * was. In the parent, before anybody else draws.
 */
#include "generators/additive_state.h"
#include "generators/libc.h"
#include "rand64.h"

enum { DRAWS = 4, ARRAY_WORDS = 32, SEED = 7 };

static struct random_data random_now;
static struct drand48_data drand48_now = {.__c = 0xb, .__init = 1, .__a = 0x5deece66d};

/* A program begins as if it had called srand(1); so this is how it is put back. */
static bool knows_rand(void)
{
	uint64_t x = RAND64_FIRST;
	bool same = true;
	for (int i = 0; i < DRAWS; i++)
		same &= musls.rand() == rand64_step(&x);
	musls.srand(1);
	x = RAND64_FIRST;
	for (int i = 0; i < DRAWS; i++)
		same &= musls.rand() == rand64_step(&x);
	musls.srand(1);
	return same;
}

/* Makes the struct for an array whose header musl has just written. */
static bool read_array(char *array)
{
	char unused[8];
	random_now = (struct random_data){.state = (int32_t *)(void *)unused + 1};
	return setstate_r(array, &random_now) == 0;
}

static long step(struct random_data *data)
{
	uint32_t sum = (uint32_t)*data->fptr + (uint32_t)*data->rptr;
	*data->fptr = (int32_t)sum;
	data->fptr = data->fptr + 1 == data->end_ptr ? data->state : data->fptr + 1;
	data->rptr = data->rptr + 1 == data->end_ptr ? data->state : data->rptr + 1;
	return (long)(sum >> 1);
}

/* On an array of ours in place of musl's, and on another. */
static bool knows_random(void)
{
	int32_t theirs[ARRAY_WORDS], ours[ARRAY_WORDS];
	struct random_data data = {.state = ours + 1};
	char *array = musls.initstate(SEED, (char *)theirs, sizeof theirs);
	initstate_r(SEED, (char *)ours, sizeof ours, &data);
	bool same = memcmp(theirs, ours, sizeof ours) == 0;
	for (int i = 0; i < DRAWS; i++)
		same &= musls.random() == step(&data);
	musls.setstate(array);
	return same && read_array(array);
}

/* X as seed48() hands it out; multiplier and addend by an X of ours. */
static bool knows_drand48(void)
{
	unsigned short x[3] = {1, 2, 3}, mine[3] = {1, 2, 3};
	bool same = true;
	for (int i = 0; i < DRAWS; i++) {
		long value;
		nrand48_r(mine, &drand48_now, &value);
		same &= musls.nrand48(x) == value;
	}
	memcpy(drand48_now.__x, musls.seed48(x), sizeof x);
	musls.seed48(drand48_now.__x);
	return same && memcmp(x, mine, sizeof x) == 0;
}

bool states_are_known(void)
{
	return knows_rand() && knows_random() && knows_drand48();
}

struct random_data *libc_random_data(void)
{
	return &random_now;
}

struct drand48_data *libc_drand48_data(void)
{
	return &drand48_now;
}
