/* SPDX-License-Identifier: MIT
 *
 * gfortran's rand(), irand() and srand() (libgfortran/intrinsics/rand.c): 31 bits for the
 * whole process, the minimal standard generator, under a lock that a child may find held
 * for ever. A child draws from a state of its own by the same rule, under a lock that it
 * finds free; that the rule is the library's is proved at the start.
 */
#include "stream.h"

static float (*library_rand)(const int32_t *flag);
static int32_t (*library_irand)(const int32_t *flag);
static void (*library_srand)(const int32_t *seed);

enum { FACTOR = 16807, MODULUS = 2147483647, DEFAULT_SEED = 123459876 };

static uint64_t state; /* a child's */
static bool is_in_own; /* inherited: this process draws from there */

static void heal(void)
{
	uint64_t fresh;
	uint32_t any = 0;
	adapter_fill(&fresh, sizeof fresh, "gfortran-rand", &any, sizeof any);
	state = 1 + fresh % (MODULUS - 1);
	is_in_own = true;
}

static struct stream stream = {"gfortran-rand", INDEX_OF_gfortran_rand_adapter, heal,
			       false};

static uint32_t step(uint64_t *from)
{
	*from = FACTOR * *from % MODULUS;
	return (uint32_t)*from;
}

/* 24 bits, from 0 to less than 1. */
static float real_of(uint32_t number)
{
	return (float)((number - 1) & ~0x1ffu) * 0x1p-31f;
}

static void seed_own(int32_t seed)
{
	state = (uint64_t)(int64_t)(seed ? seed : DEFAULT_SEED);
}

static void note_seed(const char *function, int32_t seed)
{
	stream_seeded(&stream, &(struct seeding){.generator = "gfortran-rand",
						 .function = function,
						 .has_seed = true,
						 .seed = (uint32_t)seed});
	is_in_own = !stream_is_first_owners(&stream);
}

/* A flag that is not 0 is a seed; 1 is the default one. */
static void before_draw(const char *function, int32_t flag)
{
	if (flag)
		note_seed(function, flag);
	else
		stream_is_first_owners(&stream);
}

static uint32_t draw_own(int32_t flag)
{
	stream_take(&stream);
	if (flag)
		seed_own(flag == 1 ? 0 : flag);
	uint32_t number = step(&state);
	stream_drop(&stream);
	return number;
}

static int32_t hook_irand(const int32_t *flag)
{
	int32_t value = flag ? *flag : 0;
	before_draw("irand", value);
	return is_in_own ? (int32_t)draw_own(value) : library_irand(flag);
}

static float hook_rand(const int32_t *flag)
{
	int32_t value = flag ? *flag : 0;
	before_draw("rand", value);
	return is_in_own ? real_of(draw_own(value)) : library_rand(flag);
}

static void hook_srand(const int32_t *seed)
{
	note_seed("srand", *seed);
	if (!is_in_own) {
		library_srand(seed);
		return;
	}
	stream_take(&stream);
	seed_own(*seed);
	stream_drop(&stream);
}

/* FACTOR to the MODULUS - 2 is its inverse: what was before a step. */
static uint64_t step_back(uint64_t after)
{
	uint64_t power = FACTOR;
	for (uint32_t left = MODULUS - 2; left; left >>= 1) {
		if (left & 1)
			after = after * power % MODULUS;
		power = power * power % MODULUS;
	}
	return after;
}

/* Three draws, and the stream is put back to where it was. */
static bool start(void)
{
	const int32_t go_on = 0;
	uint64_t first = (uint32_t)library_irand(&go_on), next = first;
	bool is_known = (uint32_t)library_irand(&go_on) == step(&next) &&
			library_rand(&go_on) == real_of(step(&next));
	int32_t before = (int32_t)step_back(first);
	library_srand(&before);
	if (is_known)
		stream_start(&stream);
	else
		adapter_refuses("gfortran-rand", "it does not draw as it is known to");
	return is_known;
}

/* clang-format off */
static const struct adapted functions[] = {
	{"_gfortran_rand", (void *)hook_rand, (void **)&library_rand, false},
	{"_gfortran_irand", (void *)hook_irand, (void **)&library_irand, false},
	{"_gfortran_srand", (void *)hook_srand, (void **)&library_srand, false},
	{0},
};
/* clang-format on */

const struct adapter gfortran_rand_adapter = {functions, start};
