/* SPDX-License-Identifier: MIT
 *
 * Octave (liboctave/numeric/randmtzig.cc): one Mersenne twister, and a state for it for
 * each distribution, which oct-rand.cc puts there before draws from that distribution and
 * takes away afterwards, by exported functions. A stream is therefore known by what of it
 * was taken away last (octave_streams.c). A child fills a state, whole, before the first
 * draw from it. Octave draws in one thread, and no lock is taken.
 *
 * A state that the program saved, and puts back later, counts for a seed. The generators
 * of rand("seed", ...) are another library's, always seeded by the program.
 */
#include "octave_streams.h"
#include "twister.h"

#include <string.h>

enum { LEFT = TWISTER_WORDS, WORDS, SENTINEL = WORDS, ROOM };
#define MARKER 0x5eedf0edu

static void (*set_state)(const uint32_t *state);
static void (*get_state)(uint32_t *state);
static void (*seed_by_clock)(void);
static void (*seed_by_words)(const uint32_t *words, int count);
static void (*seed_by_word)(uint32_t word);
static double (*uniform)(void), (*normal)(void), (*exponential)(void);
static float (*uniform_f)(void), (*normal_f)(void), (*exponential_f)(void);
static void (*uniforms)(long count, double *to), (*normals)(long count, double *to),
	(*exponentials)(long count, double *to);
static void (*uniforms_f)(long count, float *to), (*normals_f)(long count, float *to),
	(*exponentials_f)(long count, float *to);

static bool is_by_clock; /* it calls the others */

/* What is there can be read and put back as it is known: else it is left alone. */
static bool replace(const uint32_t *fresh, uint32_t was[ROOM])
{
	uint32_t now[ROOM];
	now[SENTINEL] = MARKER;
	set_state(fresh);
	get_state(now);
	if (now[SENTINEL] == MARKER && memcmp(now, fresh, WORDS * sizeof *now) == 0)
		return true;
	set_state(was);
	return false;
}

static void fill(uint32_t was[ROOM], const void *known, size_t size)
{
	uint32_t fresh[ROOM];
	bool is_state = was[SENTINEL] == MARKER && was[LEFT] > 0 && was[LEFT] <= LEFT;
	adapter_fill(fresh, TWISTER_WORDS * sizeof *fresh, "octave", known, size);
	fresh[0] |= 0x80000000u; /* never all zero */
	fresh[LEFT] = 1;
	if (!is_state || !replace(fresh, was))
		adapter_refuses("octave", "its state is not as it is known");
	explicit_bzero(fresh, sizeof fresh);
}

static void heal(void *stream, uint32_t number)
{
	uint32_t was[ROOM];
	(void)stream;
	was[SENTINEL] = MARKER;
	get_state(was);
	fill(was, &number, sizeof number);
}

/* Under --seed alone: by the program's seed as well. */
static void heal_chosen(void *stream, uint32_t number)
{
	uint32_t was[ROOM];
	(void)stream;
	(void)number;
	was[SENTINEL] = MARKER;
	get_state(was);
	fill(was, was, WORDS * sizeof *was);
}

static const struct objects unchosen = {"octave", INDEX_OF_octave_adapter, heal, false},
			    chosen = {"octave", INDEX_OF_octave_adapter, heal_chosen,
				      true};

static void begin(bool is_chosen)
{
	void *stream = octave_stream_begin();
	objects_remove(is_chosen ? &unchosen : &chosen, stream);
	objects_add(is_chosen ? &chosen : &unchosen, stream);
}

/* Octave has begun its streams, by the clock, before anybody could see it: as it is
 * loaded. */
static void begin_unseen(void)
{
	void *stream = octave_stream_begin();
	objects_remove(&unchosen, stream);
	objects_remove(&chosen, stream);
	objects_inherited(&unchosen, stream);
}

/* Just seeded, never drawn from; there is one for each of Octave's other distributions.
 */
static bool is_unseen(const uint32_t *state)
{
	enum { OTHERS = 4 };
	static int seen;
	return state[0] == 0x80000000u && state[LEFT] == 1 && seen < OTHERS && ++seen;
}

static void before_draw(void)
{
	if (!octave_stream())
		begin_unseen();
	objects_before_draw(&unchosen, octave_stream());
	objects_before_draw(&chosen, octave_stream());
}

static void tell_seed(bool has_seed, uint32_t seed)
{
	if (services.audited)
		services.seeded(&(struct seeding){.generator = "octave",
						  .function = "rand",
						  .has_seed = has_seed,
						  .seed = seed});
}

static void hook_set_state(const uint32_t *state)
{
	set_state(state);
	if (octave_stream_is_back(state))
		return;
	if (is_unseen(state)) {
		begin_unseen();
	} else {
		begin(true);
		tell_seed(false, 0);
	}
}

static void hook_get_state(uint32_t *state)
{
	get_state(state);
	octave_stream_leaves(state);
}

static void hook_seed_by_clock(void)
{
	is_by_clock = true;
	seed_by_clock();
	is_by_clock = false;
	begin(false);
}

static void hook_seed_by_words(const uint32_t *words, int count)
{
	seed_by_words(words, count);
	if (is_by_clock)
		return;
	begin(true);
	tell_seed(count > 0, count > 0 ? words[0] : 0);
}

static void hook_seed_by_word(uint32_t word)
{
	seed_by_word(word);
	if (is_by_clock)
		return;
	begin(true);
	tell_seed(true, word);
}

#define DRAWS(name, type)                                                                \
	static type hook_##name(void)                                                    \
	{                                                                                \
		before_draw();                                                           \
		return name();                                                           \
	}
DRAWS(uniform, double)
DRAWS(normal, double)
DRAWS(exponential, double)
DRAWS(uniform_f, float)
DRAWS(normal_f, float)
DRAWS(exponential_f, float)

#define DRAWS_INTO(name, type)                                                           \
	static void hook_##name(long count, type *to)                                    \
	{                                                                                \
		before_draw();                                                           \
		name(count, to);                                                         \
	}
DRAWS_INTO(uniforms, double)
DRAWS_INTO(normals, double)
DRAWS_INTO(exponentials, double)
DRAWS_INTO(uniforms_f, float)
DRAWS_INTO(normals_f, float)
DRAWS_INTO(exponentials_f, float)

static bool start(void)
{
	objects_start(&unchosen);
	return true;
}

/* clang-format off */
#define HOOKED(name, to) {"_ZN6octave" name, (void *)hook_##to, (void **)&to, false}
static const struct adapted functions[] = {
	HOOKED("26set_mersenne_twister_stateEPKj", set_state), HOOKED("26get_mersenne_twister_stateEPj", get_state),
	HOOKED("21init_mersenne_twisterEv", seed_by_clock), HOOKED("21init_mersenne_twisterEPKji", seed_by_words),
	HOOKED("21init_mersenne_twisterEj", seed_by_word),
	HOOKED("12rand_uniformIdEET_v", uniform), HOOKED("12rand_uniformIfEET_v", uniform_f),
	HOOKED("11rand_normalIdEET_v", normal), HOOKED("11rand_normalIfEET_v", normal_f),
	HOOKED("16rand_exponentialIdEET_v", exponential), HOOKED("16rand_exponentialIfEET_v", exponential_f),
	HOOKED("12rand_uniformIdEEvlPT_", uniforms), HOOKED("12rand_uniformIfEEvlPT_", uniforms_f),
	HOOKED("11rand_normalIdEEvlPT_", normals), HOOKED("11rand_normalIfEEvlPT_", normals_f),
	HOOKED("16rand_exponentialIdEEvlPT_", exponentials), HOOKED("16rand_exponentialIfEEvlPT_", exponentials_f),
	{0},
};
/* clang-format on */

const struct adapter octave_adapter = {functions, start};
