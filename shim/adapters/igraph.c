/* SPDX-License-Identifier: MIT
 *
 * igraph (random/random.c): the default generator, from which its games draw, and others
 * that a program makes; each is known by the address of its state. igraph seeds the
 * default one by the time in seconds when a game is first played: so children that play
 * in one second draw alike even where their parent has not drawn. A child seeds one that
 * it inherited by the library's own function: by 64 bits, which is all of a PCG32, the
 * default; other types take less than their state.
 */
#include "objects.h"
#include "ranges.h"

struct igraph_rng {
	const void *type;
	void *state;
};

static struct igraph_rng *(*default_rng)(void);
static int (*init)(struct igraph_rng *, const void *type);
static void (*destroy)(struct igraph_rng *);
static int (*seed)(struct igraph_rng *, uint64_t number);
static long (*get_integer)(struct igraph_rng *, long from, long to);
static double (*get_unif01)(struct igraph_rng *);
static double (*get_normal)(struct igraph_rng *, double, double);
static double (*get_unif)(struct igraph_rng *, double, double);
static double (*get_gamma)(struct igraph_rng *, double, double);
static double (*get_geom)(struct igraph_rng *, double);
static double (*get_exp)(struct igraph_rng *, double);
static double (*get_pois)(struct igraph_rng *, double);
static double (*get_binom)(struct igraph_rng *, long, double);

static struct range library;
static _Atomic uint32_t begun; /* tells apart what is seeded here under --seed */

static const struct objects objects = {"igraph", INDEX_OF_igraph_adapter, NULL, false};

static uint64_t fresh_seed(uint32_t number)
{
	uint64_t fresh;
	adapter_fill(&fresh, sizeof fresh, "igraph", &number, sizeof number);
	return fresh;
}

static void before_draw(struct igraph_rng *rng)
{
	uint32_t number;
	if (services.epoch() != ROOT &&
	    objects_are_inherited(&objects, rng->state, &number))
		seed(rng, fresh_seed(number));
}

#define DRAW(type, name, parameters, arguments)                                          \
	static type hook_##name parameters                                               \
	{                                                                                \
		before_draw(rng);                                                        \
		return name arguments;                                                   \
	}
DRAW(long, get_integer, (struct igraph_rng * rng, long a, long b), (rng, a, b))
DRAW(double, get_unif01, (struct igraph_rng * rng), (rng))
DRAW(double, get_normal, (struct igraph_rng * rng, double a, double b), (rng, a, b))
DRAW(double, get_unif, (struct igraph_rng * rng, double a, double b), (rng, a, b))
DRAW(double, get_gamma, (struct igraph_rng * rng, double a, double b), (rng, a, b))
DRAW(double, get_geom, (struct igraph_rng * rng, double a), (rng, a))
DRAW(double, get_exp, (struct igraph_rng * rng, double a), (rng, a))
DRAW(double, get_pois, (struct igraph_rng * rng, double a), (rng, a))
DRAW(double, get_binom, (struct igraph_rng * rng, long a, double b), (rng, a, b))

/* A game, in a child that is the first to play. */
static bool is_childs_first(const struct igraph_rng *rng)
{
	return services.epoch() != ROOT && !services.is_kept(INDEX_OF_igraph_adapter) &&
	       rng == default_rng();
}

static int hook_seed(struct igraph_rng *rng, uint64_t number)
{
	bool is_librarys = range_has(library, __builtin_return_address(0));
	if (is_librarys && is_childs_first(rng))
		number = fresh_seed(begun++ | (uint32_t)1 << 31);
	int status = seed(rng, number);
	if (is_librarys) {
		objects_add(&objects, rng->state);
		return status;
	}
	objects_seeded(&objects, rng->state);
	if (services.audited)
		services.seeded(&(struct seeding){.generator = "igraph",
						  .function = "igraph_rng_seed",
						  .has_seed = true,
						  .seed = number});
	return status;
}

static int hook_init(struct igraph_rng *rng, const void *type)
{
	int status = init(rng, type);
	if (status == 0)
		objects_add(&objects, rng->state);
	return status;
}

static void hook_destroy(struct igraph_rng *rng)
{
	objects_remove(&objects, rng->state);
	destroy(rng);
}

static bool start(void)
{
	library = range_of((const void *)seed);
	objects_start(&objects);
	objects_inherited(&objects, default_rng()->state);
	return true;
}

/* clang-format off */
#define HOOKED(name) {"igraph_rng_" #name, (void *)hook_##name, (void **)&name, false}
static const struct adapted functions[] = {
	{"igraph_rng_default", NULL, (void **)&default_rng, false},
	HOOKED(init), HOOKED(destroy), HOOKED(seed), HOOKED(get_integer), HOOKED(get_unif01),
	HOOKED(get_normal), HOOKED(get_unif), HOOKED(get_gamma), HOOKED(get_geom), HOOKED(get_exp),
	HOOKED(get_pois), HOOKED(get_binom),
	{0},
};
/* clang-format on */

const struct adapter igraph_adapter = {functions, start};
