/* SPDX-License-Identifier: MIT
 *
 * Guile (libguile/random.c): random-state objects, *random-state* the default among them,
 * each a multiply-with-carry generator of 64 bits, and a normal deviate that is kept for
 * the next call. All draws go by scm_the_rng, a struct of functions that programs may
 * replace, and so is it replaced here, once Guile has filled it in. A child is healed by
 * its first draw, in place; Guile has no lock for these.
 */
#include "states.h"

#include <string.h>

typedef uintptr_t scm; /* SCM */

/* scm_t_rstate, and what Guile's own generator has behind it. */
struct generator;
struct state {
	const struct generator *generator;
	double normal_next; /* not 0: the next */
	uint32_t word, carry;
};

/* scm_t_rng, of <libguile/random.h>. */
struct generator {
	size_t size;
	uint32_t (*bits)(struct state *);
	void (*init)(struct state *, const char *seed, int length);
	struct state *(*copy)(struct state *);
	void (*from_datum)(struct state *, scm datum);
	scm (*to_datum)(struct state *);
};

static struct generator *the_generator;
static const scm *variable; /* whose value is *random-state*; 0: not made yet */
static const scm *type;     /* what the first word of a random-state object is */
static struct state *(*make)(const char *seed, int length);
static double (*normal)(struct state *);
static scm (*seed_to_state)(scm seed);
static scm (*state_from_platform)(void);

static struct generator guiles; /* as it was */

enum { FACTOR = 2131995753 };

/* The carry is less than the factor; all zero, or all as high as can be, it would stay.
 */
static void mend(struct state *state)
{
	state->carry %= FACTOR - 1;
	state->carry += !state->word && !state->carry;
	state->normal_next = 0;
}

static void heal(void *state, uint32_t number);
static void heal_chosen(void *state, uint32_t number);
static const struct states kind =
	STATES("guile", INDEX_OF_guile_adapter, heal, heal_chosen);

/* `was` has both words. */
static void fill(struct state *state, uint32_t number, const void *was)
{
	uint64_t fresh = 0;
	states_fill(&kind, &fresh, sizeof fresh, number, was);
	state->word = (uint32_t)fresh;
	state->carry = (uint32_t)(fresh >> 32);
	mend(state);
}

static void heal(void *state, uint32_t number)
{
	fill(state, number, NULL);
}

static void heal_chosen(void *object, uint32_t number)
{
	struct state *state = object;
	fill(state, number, &state->word);
}

static uint32_t hook_bits(struct state *state)
{
	states_before_draw(&kind, state);
	return guiles.bits(state);
}

static struct state *hook_copy(struct state *original)
{
	struct state *copy = guiles.copy(original);
	objects_copy(&kind.streams, copy, original);
	objects_copy(&kind.chosen, copy, original);
	return copy;
}

static void hook_from_datum(struct state *state, scm datum)
{
	guiles.from_datum(state, datum);
	states_choose(&kind, state, "random-state", NULL);
}

/* What is kept is handed out without a draw. */
static double hook_normal(struct state *state)
{
	if (the_generator->bits == hook_bits && state->generator == the_generator)
		states_before_draw(&kind, state);
	return normal(state);
}

static uint32_t predicted(struct state *state)
{
	uint64_t product = (uint64_t)FACTOR * state->word + state->carry;
	state->carry = (uint32_t)(product >> 32);
	return state->word = (uint32_t)product;
}

/* Two draws from made-up states come out as predicted. */
static bool is_proved(void)
{
	struct state state = {the_generator, 0, 0x9e3779b9, 0x12345678}, expected = state;
	for (int i = 0; i < 2; i++)
		if (the_generator->size != sizeof state ||
		    the_generator->bits(&state) != predicted(&expected) ||
		    memcmp(&state, &expected, sizeof state) != 0)
			return false;
	return true;
}

/* When the first state is made, Guile has just filled the struct in; or the program has
 * put another generator there. */
static void install(void)
{
	static bool is_refused;
	if (the_generator->bits == hook_bits || is_refused)
		return;
	if (!is_proved()) {
		is_refused = true;
		adapter_refuses("guile", "its generator is not the one we know");
		return;
	}
	guiles = *the_generator;
	the_generator->copy = hook_copy;
	the_generator->from_datum = hook_from_datum;
	the_generator->bits = hook_bits;
}

static struct state *hook_make(const char *seed, int length)
{
	install();
	struct state *made = make(seed, length);
	objects_remove(&kind.streams, made);
	objects_remove(&kind.chosen, made);
	return made;
}

/* The second word of such an object. */
static struct state *state_of(scm object)
{
	const scm *cell = (const scm *)object;
	bool is_one = object && object % sizeof object == 0 && cell[0] == *type;
	return is_one ? (struct state *)cell[1] : NULL;
}

/* Small integers are shifted by two, and marked by 2. */
static scm hook_seed_to_state(scm seed)
{
	bool is_guiles = !*variable;
	scm made = seed_to_state(seed);
	const struct state *state = state_of(made);
	uint64_t number = (uint64_t)((intptr_t)seed >> 2);
	if (state && !is_guiles)
		states_choose(&kind, state, "random-state",
			      (seed & 3) == 2 ? &number : NULL);
	return made;
}

static scm hook_state_from_platform(void)
{
	scm made = state_from_platform();
	struct state *state = state_of(made);
	if (state)
		states_forget(&kind, state);
	if (state && services.reproducible && states_are_childs(&kind))
		heal(state, states_number());
	return made;
}

/* Where Guile has begun already. */
static bool start(void)
{
	objects_start(&kind.streams);
	if (the_generator->bits)
		install();
	return true;
}

/* clang-format off */
static const struct adapted functions[] = {
	{"scm_the_rng", NULL, (void **)&the_generator, false},
	{"scm_var_random_state", NULL, (void **)&variable, false},
	{"scm_tc16_rstate", NULL, (void **)&type, false},
	{"scm_c_make_rstate", (void *)hook_make, (void **)&make, false},
	{"scm_c_normal01", (void *)hook_normal, (void **)&normal, false},
	{"scm_seed_to_random_state", (void *)hook_seed_to_state, (void **)&seed_to_state, false},
	{"scm_random_state_from_platform", (void *)hook_state_from_platform, (void **)&state_from_platform, false},
	{0},
};
/* clang-format on */

const struct adapter guile_adapter = {functions, start};
