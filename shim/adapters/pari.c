/* SPDX-License-Identifier: MIT
 *
 * PARI (basemath/random.c): each thread has a generator of Brent's, xor4096i: 64 words
 * and two, in thread-local memory, that begin alike in every process. getrand() hands
 * them out as one integer, and setrand() takes such a one: a child sets its threads' so.
 * What is where in it is proved before, by a draw from the inherited state.
 */
#include "objects.h"
#include "stream.h"

#include <errno.h>
#include <limits.h>
#include <string.h>

/* An integer's words: two of PARI's own, the state, a sum and a place in the state. */
enum { STATE = 2, STATE_WORDS = 64, SUM = STATE + STATE_WORDS, PLACE, WORDS };

static unsigned long (*pari_rand)(void);
static unsigned long (*random_bits)(long count);
static unsigned long (*random_Fl)(unsigned long below);
static long *(*random_F2x)(long degree, long variable);
static long *(*randomi)(long *below);
static long *(*randomr)(long precision);
static long *(*genrand)(long *below);
static long *(*getrand)(void);
static void (*setrand)(long *seed);

static uint64_t healed_in;     /* the process whose states are to be its own */
static _Atomic uint32_t fills; /* tells its threads apart under --seed */

static void heal(void)
{
	healed_in = services.epoch();
}

static struct stream stream = {"pari", INDEX_OF_pari_adapter, heal, false};
static const struct objects threads = {"pari", INDEX_OF_pari_adapter, NULL, false};

static bool has_layout(const long *integer)
{
	return (integer[1] & (LONG_MAX >> 8)) == WORDS && integer[PLACE] >= 0 &&
	       integer[PLACE] <= STATE_WORDS;
}

/* A draw changes one word of the state, the one whose turn it is, and the sum. */
static bool is_known(const long *before, const long *after)
{
	int turn = (int)(before[PLACE] + 1) % STATE_WORDS, changed = 0;
	for (int i = 0; i < STATE_WORDS; i++)
		changed += before[STATE + i] != after[STATE + i];
	return (after[PLACE] & (STATE_WORDS - 1)) == turn && changed == 1 &&
	       before[SUM] != after[SUM];
}

/* The integers lie on PARI's stack, where they are as good as gone. */
static void fill(void)
{
	uint32_t number = atomic_fetch_add(&fills, 1);
	long *before = getrand();
	if (!has_layout(before))
		return;
	pari_rand();
	long *after = getrand();
	if (is_known(before, after)) {
		adapter_fill(after + STATE, (PLACE - STATE) * sizeof *after, "pari",
			     &number, sizeof number);
		after[STATE] |= 1; /* an integer's first word is not 0 */
		after[PLACE] &= STATE_WORDS - 1;
		setrand(after);
		memset(after + STATE, 0, (PLACE - STATE) * sizeof *after);
		after[STATE] = 1;
	} else {
		setrand(before);
	}
}

/* A thread is known by where its errno is. */
static void before_draw(void)
{
	if (!stream_is_first_owners(&stream) && healed_in == services.epoch() &&
	    objects_first_time(&threads, &errno))
		fill();
}

#define DRAW(type, name, parameters, arguments)                                          \
	static type hook_##name parameters                                               \
	{                                                                                \
		before_draw();                                                           \
		return name arguments;                                                   \
	}
DRAW(unsigned long, pari_rand, (void), ())
DRAW(unsigned long, random_bits, (long count), (count))
DRAW(unsigned long, random_Fl, (unsigned long below), (below))
DRAW(long *, random_F2x, (long degree, long variable), (degree, variable))
DRAW(long *, randomi, (long *below), (below))
DRAW(long *, randomr, (long precision), (precision))
DRAW(long *, genrand, (long *below), (below))
DRAW(long *, getrand, (void), ())

static void hook_setrand(long *seed)
{
	stream_seeded(&stream,
		      &(struct seeding){.generator = "pari", .function = "setrand"});
	if (!stream_is_first_owners(&stream))
		objects_first_time(&threads, &errno);
	setrand(seed);
}

static bool start(void)
{
	if (sizeof(long) != 8) {
		adapter_refuses("pari", "its state is known for 64 bits alone");
		return false;
	}
	stream_start(&stream);
	return true;
}

/* clang-format off */
#define HOOKED(name) {#name, (void *)hook_##name, (void **)&name, false}
static const struct adapted functions[] = {
	HOOKED(pari_rand), HOOKED(random_bits), HOOKED(random_Fl), HOOKED(random_F2x),
	HOOKED(randomi), HOOKED(randomr), HOOKED(genrand), HOOKED(getrand), HOOKED(setrand),
	{0},
};
/* clang-format on */

const struct adapter pari_adapter = {functions, start};
