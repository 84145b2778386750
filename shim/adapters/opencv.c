/* SPDX-License-Identifier: MIT
 *
 * OpenCV (core/rand.cpp): cv::theRNG() is each thread's generator, of 64 bits that begin
 * alike in every thread and process; randu(), randn(), randShuffle() and kmeans() get it
 * by that function, also within the library. A child fills the word when it is first
 * asked for. RNG objects of the program's own are compiled into it and not known.
 *
 * A seed is what setRNGSeed() was given. What a program writes into theRNG().state itself
 * is not noticed: a child's is filled all the same.
 */
#include "objects.h"
#include "stream.h"

static uint64_t *(*the_rng)(void);
static void (*set_seed)(int seed);

static uint64_t healed_in;     /* the process whose generators are to be its own */
static _Atomic uint32_t fills; /* tells its threads apart under --seed */

static void heal(void)
{
	healed_in = services.epoch();
}

static struct stream stream = {"opencv", INDEX_OF_opencv_adapter, heal, false};
static const struct objects threads = {"opencv", INDEX_OF_opencv_adapter, NULL, false};

static void fill(uint64_t *state)
{
	uint32_t number = atomic_fetch_add(&fills, 1);
	adapter_fill(state, sizeof *state, "opencv", &number, sizeof number);
	*state |= 1; /* 0 would stay 0 */
}

static uint64_t *hook_the_rng(void)
{
	uint64_t *state = the_rng();
	if (!stream_is_first_owners(&stream) && healed_in == services.epoch() &&
	    objects_first_time(&threads, state))
		fill(state);
	return state;
}

/* Sets all threads' generators. */
static void hook_set_seed(int seed)
{
	stream_seeded(&stream, &(struct seeding){.generator = "opencv",
						 .function = "setRNGSeed",
						 .has_seed = true,
						 .seed = (uint32_t)seed});
	healed_in = 0;
	set_seed(seed);
}

static bool start(void)
{
	stream_start(&stream);
	return true;
}

/* clang-format off */
static const struct adapted functions[] = {
	{"_ZN2cv6theRNGEv", (void *)hook_the_rng, (void **)&the_rng, false},
	{"_ZN2cv10setRNGSeedEi", (void *)hook_set_seed, (void **)&set_seed, false},
	{0},
};
/* clang-format on */

const struct adapter opencv_adapter = {functions, start};
