/* SPDX-License-Identifier: MIT
 *
 * GMP's gmp_randstate_t (rand/): objects, of which all that were not seeded by the
 * program begin alike. MPFR, MPC, FLINT and gmpy2 draw from them as well. A child fills a
 * Mersenne twister whole, where it lies; a linear congruential one it seeds with more
 * bits than it has. A twister's draws, also those inside the library, go by a pointer in
 * its table of functions, which is a slot.
 */
#include "objects.h"
#include "php/php.h"
#include "ranges.h"
#include "swipl.h"
#include "twister.h"

struct integer { /* mpz_t */
	int room, size;
	unsigned long *limbs;
};

struct functions {
	void (*seed)(void);
	void (*get)(void *state, unsigned long *limbs, unsigned long bits);
};

struct state { /* gmp_randstate_t */
	struct integer seed;
	int algorithm;
	const struct functions *functions;
};

struct twister { /* what seed.limbs points to */
	uint32_t words[TWISTER_WORDS];
	int next;
};

static void (*init_default)(struct state *), (*init_mt)(struct state *);
static void (*init_lc)(struct state *, const struct integer *factor, unsigned long plus,
		       unsigned long bits);
static int (*init_lc_size)(struct state *, unsigned long bits);
static void (*init_set)(struct state *, const struct state *);
static void (*randseed)(struct state *, const struct integer *);
static void (*randseed_ui)(struct state *, unsigned long);
static void (*randclear)(struct state *);
static void (*get_mt)(void *, unsigned long *, unsigned long);
static unsigned long (*urandomb_ui)(struct state *, unsigned long);
static unsigned long (*urandomm_ui)(struct state *, unsigned long);
static void (*z_urandomb)(void *, struct state *, unsigned long);
static void (*z_urandomm)(void *, struct state *, const void *);
static void (*z_rrandomb)(void *, struct state *, unsigned long);
static void (*f_urandomb)(void *, struct state *, unsigned long);
static struct state *rands; /* what mpn_random() and mpz_random() draw from */
static void *gmpy2;         /* its initialiser */
static void *swipl;         /* SWI-Prolog's */

static const struct functions *twister_functions;
static struct range python_module;

static void hook_get_mt(void *state, unsigned long *limbs, unsigned long bits);

static bool is_twister(const struct state *state)
{
	return state->functions == twister_functions ||
	       state->functions->get == hook_get_mt || state->functions->get == get_mt;
}

/* The top bit makes that the size is as it says. */
static void seed_whole(struct state *state, uint32_t number)
{
	enum { LIMBS = 64 };
	unsigned long limbs[LIMBS];
	adapter_fill(limbs, sizeof limbs, "gmp", &number, sizeof number);
	limbs[LIMBS - 1] |= 1;
	randseed(state, &(struct integer){LIMBS, LIMBS, limbs});
	__builtin_memset(limbs, 0, sizeof limbs);
}

static void heal(void *object, uint32_t number)
{
	struct state *state = object;
	struct twister *twister = (struct twister *)state->seed.limbs;
	if (!is_twister(state)) {
		seed_whole(state, number);
		return;
	}
	adapter_fill(twister->words, sizeof twister->words, "gmp", &number,
		     sizeof number);
	twister->words[0] |= 0x80000000u; /* never all zero */
	twister->next = TWISTER_WORDS;
}

static const struct objects objects = {"gmp", INDEX_OF_gmp_adapter, heal, false};

static void hook_get_mt(void *state, unsigned long *limbs, unsigned long bits)
{
	objects_before_draw(&objects, state);
	get_mt(state, limbs, bits);
}

static unsigned long hook_urandomb_ui(struct state *state, unsigned long bits)
{
	objects_before_draw(&objects, state);
	return urandomb_ui(state, bits);
}

static unsigned long hook_urandomm_ui(struct state *state, unsigned long below)
{
	objects_before_draw(&objects, state);
	return urandomm_ui(state, below);
}

#define DRAW_INTO(name, type)                                                            \
	static void hook_##name(void *number, struct state *state, type size)            \
	{                                                                                \
		objects_before_draw(&objects, state);                                    \
		name(number, state, size);                                               \
	}
DRAW_INTO(z_urandomb, unsigned long)
DRAW_INTO(z_urandomm, const void *)
DRAW_INTO(z_rrandomb, unsigned long)
DRAW_INTO(f_urandomb, unsigned long)

static void hook_init_default(struct state *state)
{
	init_default(state);
	objects_add(&objects, state);
}

static void hook_init_mt(struct state *state)
{
	init_mt(state);
	objects_add(&objects, state);
	swipl_makes(state, __builtin_return_address(0));
}

static void hook_init_lc(struct state *state, const struct integer *factor,
			 unsigned long plus, unsigned long bits)
{
	init_lc(state, factor, plus, bits);
	objects_add(&objects, state);
}

static int hook_init_lc_size(struct state *state, unsigned long bits)
{
	int is_made = init_lc_size(state, bits);
	if (is_made)
		objects_add(&objects, state);
	return is_made;
}

static void hook_init_set(struct state *to, const struct state *from)
{
	init_set(to, from);
	objects_copy(&objects, to, from);
}

static void hook_randseed(struct state *state, const struct integer *seed)
{
	const void *caller = __builtin_return_address(0);
	objects_seeded(&objects, state);
	randseed(state, seed);
	if (swipl_seeds_itself(state, caller))
		objects_add(&objects, state);
}

/* Goes by the function above. gmpy2.random_state() without a seed is one of 0; with one
 * it calls the function above itself. PHP's extension seeds by a number of its own
 * choice. */
static void hook_randseed_ui(struct state *state, unsigned long seed)
{
	const void *caller = __builtin_return_address(0);
	objects_seeded(&objects, state);
	randseed_ui(state, seed);
	if ((seed == 0 && range_has(python_module, caller)) ||
	    php_gmp_seeds_itself(caller) || swipl_seeds_itself(state, caller))
		objects_add(&objects, state);
}

static void hook_randclear(struct state *state)
{
	objects_remove(&objects, state);
	randclear(state);
}

static bool draws_as_predicted(struct state *made)
{
	struct twister *twister = (struct twister *)made->seed.limbs;
	uint32_t word = 1, predicted[2];
	for (int i = 0; i < TWISTER_WORDS; i++)
		twister->words[i] = word = word * 1664525 + 1013904223;
	twister->next = TWISTER_WORDS;
	for (int i = 0; i < 2; i++)
		predicted[i] = twister_number(twister->words[i], twister->words[i + 1],
					      twister->words[i + TWISTER_AHEAD]);
	return urandomb_ui(made, 32) == predicted[0] &&
	       urandomb_ui(made, 32) == predicted[1];
}

/* The size of what a state points to is known by what it is made of. */
static bool start(void)
{
	struct state made = {.seed = {0, 0, NULL}};
	init_mt(&made);
	bool is_known = made.seed.limbs &&
			made.seed.room * sizeof(long) >= sizeof(struct twister) &&
			draws_as_predicted(&made);
	twister_functions = made.functions;
	randclear(&made);
	if (!is_known) {
		adapter_refuses("gmp", "its states are not as they are known");
		return false;
	}
	python_module = gmpy2 ? range_of(gmpy2) : (struct range){0, 0};
	swipl_start(swipl);
	objects_start(&objects);
	objects_add(&objects, rands);
	return true;
}

/* clang-format off */
#define HOOKED(name, to) {"__gmp" name, (void *)hook_##to, (void **)&to, false}
static const struct adapted functions[] = {
	HOOKED("_randinit_default", init_default), HOOKED("_randinit_mt", init_mt),
	HOOKED("_randinit_lc_2exp", init_lc), HOOKED("_randinit_lc_2exp_size", init_lc_size),
	HOOKED("_randinit_set", init_set), HOOKED("_randclear", randclear),
	HOOKED("_randseed", randseed), HOOKED("_randseed_ui", randseed_ui),
	HOOKED("_urandomb_ui", urandomb_ui), HOOKED("_urandomm_ui", urandomm_ui),
	HOOKED("z_urandomb", z_urandomb), HOOKED("z_urandomm", z_urandomm),
	HOOKED("z_rrandomb", z_rrandomb), HOOKED("f_urandomb", f_urandomb),
	{"__gmp_randget_mt", (void *)hook_get_mt, (void **)&get_mt, true},
	{"__gmp_rands", NULL, (void **)&rands, true},
	{"PL_initialise", NULL, (void **)&swipl, true},
	{"PyInit_gmpy2", NULL, (void **)&gmpy2, true},
	{0},
};
/* clang-format on */

const struct adapter gmp_adapter = {functions, start};
