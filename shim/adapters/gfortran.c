/* SPDX-License-Identifier: MIT
 *
 * gfortran's RANDOM_NUMBER (libgfortran/intrinsics/random.c, since GCC 10): each thread
 * has a xoshiro256** of its own behind a pthread key, made at its first draw from a
 * master, under a lock that a child may find held for ever. A child's threads are filled
 * where they are, without that lock; those that it makes never see the inherited master.
 * rand() and irand() are in gfortran_rand.c.
 *
 * A state's padding tells in a child whose it is. Which key it is and how a state looks
 * is proved once, by a draw from a made-up state, in the first call: when a library has
 * just been opened, its constructor has not made the key yet.
 */
#include "stream.h"

#include <limits.h>
#include <pthread.h>
#include <string.h>

enum { WORDS = 4, KEYS = 1024 /* PTHREAD_KEYS_MAX */ };

struct state {
	bool is_made;
	unsigned char owner[7]; /* of services.epoch(); nobody else's: padding */
	uint64_t words[WORDS];
};

static void (*seed_4)(int32_t *size, void *put, void *get);
static void (*seed_8)(int64_t *size, void *put, void *get);
static void *(*of_key)(pthread_key_t key);
static int (*set_of_key)(pthread_key_t key, const void *value);
static void *(*allocate)(size_t count, size_t size);

/* Each fills a number, or an array of them, of one kind. */
#define KINDS(X) X(r4) X(r8) X(r10) X(r16) X(r17) X(m1) X(m2) X(m4) X(m8) X(m16)
#define X(kind) static void (*random_##kind)(void *), (*arandom_##kind)(void *);
KINDS(X)
#undef X

static _Atomic int layout; /* PROVED, or not */
enum { UNKNOWN, PROVED, REFUSED };
static pthread_key_t key;
static uint64_t healed_in; /* the process that found its inherited state to be healed */
static _Atomic uint32_t fills; /* tells its threads apart under --seed */

static void heal(void)
{
	healed_in = services.epoch();
}

static struct stream stream = {"gfortran", INDEX_OF_gfortran_adapter, heal, false};

static uint64_t turn(uint64_t word, int bits)
{
	return word << bits | word >> (64 - bits);
}

/* xoshiro256** 1.0. */
static uint64_t step(uint64_t s[WORDS])
{
	uint64_t number = turn(s[1] * 5, 7) * 9, shifted = s[1] << 17;
	s[2] ^= s[0];
	s[3] ^= s[1];
	s[1] ^= s[2];
	s[0] ^= s[3];
	s[2] ^= shifted;
	s[3] = turn(s[3], 45);
	return number;
}

/* This thread's, if there is but one key for which that call has made something. */
static struct state *make_state(int32_t *size)
{
	bool had[KEYS];
	struct state *made = NULL;
	for (pthread_key_t i = 0; i < KEYS; i++)
		had[i] = of_key(i) != NULL;
	seed_4(size, NULL, NULL);
	for (pthread_key_t i = 0; i < KEYS; i++) {
		if (had[i] || !of_key(i))
			continue;
		if (made)
			return NULL;
		made = of_key(key = i);
	}
	return made;
}

static bool draws_as_predicted(struct state *made)
{
	static const struct state made_up = {true, "", {1, 2, 1ull << 63, 4}}, empty;
	struct state after = made_up;
	double drawn = 0;
	if (memcmp(made, &empty, sizeof empty) != 0)
		return false;
	*made = made_up;
	random_r8(&drawn);
	double predicted = (double)(step(after.words) >> 11) * 0x1p-53;
	bool is_right = drawn == predicted && memcmp(made, &after, sizeof after) == 0;
	memset(made, 0, sizeof *made);
	return is_right;
}

/* Where this thread's was there before we looked, another thread's will tell. */
static void prove(void)
{
	int32_t size = 0;
	struct state *made = make_state(&size);
	if (size != 2 * WORDS || (made && !draws_as_predicted(made))) {
		adapter_refuses("gfortran", "its states are not as they are known");
		layout = REFUSED;
	} else if (made) {
		layout = PROVED;
	}
}

static bool is_owned(const struct state *state, uint64_t owner)
{
	return memcmp(state->owner, &owner, sizeof state->owner) == 0;
}

/* By a handler that forks, this may become a child of the process that began it. */
static void fill(struct state *state, bool with_words)
{
	uint64_t here;
	do {
		here = services.epoch();
		uint32_t number = atomic_fetch_add(&fills, 1);
		if (with_words)
			adapter_fill(state->words, sizeof state->words, "gfortran",
				     &number, sizeof number);
		state->is_made |= with_words;
		memcpy(state->owner, &here, sizeof state->owner);
	} while (services.epoch() != here);
}

static struct state *own_state(void)
{
	struct state *state = of_key(key);
	if (!state && (state = allocate(1, sizeof *state)))
		set_of_key(key, state);
	return state;
}

/* A thread that begins in a child whose program has seeded takes up that stream. */
static void settle_thread(void)
{
	struct state *state = own_state();
	uint64_t here = services.epoch();
	if (!state || is_owned(state, here))
		return;
	bool is_programs = stream.is_seeded && !services.reproducible;
	fill(state, healed_in == here && (state->is_made || !is_programs));
}

static void before_draw(void)
{
	if (unlikely(layout == UNKNOWN))
		prove();
	if (!stream_is_first_owners(&stream) && layout == PROVED)
		settle_thread();
}

#define X(kind)                                                                          \
	static void hook_random_##kind(void *number)                                     \
	{                                                                                \
		before_draw();                                                           \
		random_##kind(number);                                                   \
	}                                                                                \
	static void hook_arandom_##kind(void *array)                                     \
	{                                                                                \
		before_draw();                                                           \
		arandom_##kind(array);                                                   \
	}
KINDS(X)
#undef X

/* The other threads' states are what they were: inherited, or this process's. */
static void before_seed(const void *get)
{
	bool is_programs = stream.is_seeded && !services.reproducible;
	if (get)
		before_draw();
	else if (unlikely(layout == UNKNOWN))
		prove();
	if (life_read(stream_life(&stream)) == WIPED && !is_programs &&
	    !services.is_kept(stream.index))
		heal();
}

/* Without arguments the library has asked the system. */
static void after_seed(const void *size, const void *put, const void *get)
{
	if (size || get)
		return;
	stream_seeded(&stream, &(struct seeding){.generator = "gfortran",
						 .function = "RANDOM_SEED"});
	stream.is_seeded = put != NULL;
	if (!stream_is_first_owners(&stream) && layout == PROVED && of_key(key))
		fill(of_key(key), false);
}

static void hook_seed_4(int32_t *size, void *put, void *get)
{
	before_seed(get);
	seed_4(size, put, get);
	after_seed(size, put, get);
}

static void hook_seed_8(int64_t *size, void *put, void *get)
{
	before_seed(get);
	seed_8(size, put, get);
	after_seed(size, put, get);
}

static bool start(void)
{
	layout = UNKNOWN;
	stream_start(&stream);
	return true;
}

/* clang-format off */
#define X(kind) \
	{"_gfortran_random_" #kind, (void *)hook_random_##kind, (void **)&random_##kind, true}, \
	{"_gfortran_arandom_" #kind, (void *)hook_arandom_##kind, (void **)&arandom_##kind, true},
static const struct adapted functions[] = {
	KINDS(X)
	{"_gfortran_random_seed_i4", (void *)hook_seed_4, (void **)&seed_4, false},
	{"_gfortran_random_seed_i8", (void *)hook_seed_8, (void **)&seed_8, false},
	{"pthread_getspecific", NULL, (void **)&of_key, false},
	{"pthread_setspecific", NULL, (void **)&set_of_key, false},
	{"calloc", NULL, (void **)&allocate, false},
	{0},
};
/* clang-format on */

const struct adapter gfortran_adapter = {functions, start};
