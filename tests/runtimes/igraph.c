/* SPDX-License-Identifier: MIT
 *
 * igraph's random numbers. The first argument says which: default (its generator), game
 * (a random graph), own (a generator of the program's), twister (one of that type),
 * renewed (own, where another has been); then as forks.h has it.
 */
#include "forks.h"

#include <igraph/igraph.h>

static igraph_rng_t own;

static void draw_from(igraph_rng_t *rng, char line[256])
{
	snprintf(line, 256, "%ld %.17g %.17g %.17g",
		 (long)igraph_rng_get_integer(rng, 0, 1000000000),
		 igraph_rng_get_unif01(rng), igraph_rng_get_normal(rng, 0, 1),
		 igraph_rng_get_exp(rng, 1));
}

static void draw_default(char line[256])
{
	draw_from(igraph_rng_default(), line);
}

static void draw_own(char line[256])
{
	draw_from(&own, line);
}

/* To which older ones of 40 points each has its four edges. A game that 0.10 and 1.0 both
 * have. */
static void draw_game(char line[256])
{
	igraph_t graph;
	igraph_growing_random_game(&graph, 40, 4, false, false);
	for (long i = 0; i < igraph_ecount(&graph) && strlen(line) < 240; i++)
		sprintf(line + strlen(line), "%c%c", (char)('a' + IGRAPH_FROM(&graph, i)),
			(char)('a' + IGRAPH_TO(&graph, i)));
	igraph_destroy(&graph);
}

static void seed_default(void)
{
	igraph_rng_seed(igraph_rng_default(), 42);
}

static void seed_own(void)
{
	igraph_rng_seed(&own, 42);
}

static void make_own(void)
{
	igraph_rng_init(&own, &igraph_rngtype_pcg32);
}

static void make_twister(void)
{
	igraph_rng_init(&own, &igraph_rngtype_mt19937);
}

static void make_renewed(void)
{
	make_twister();
	igraph_rng_destroy(&own);
	make_own();
}

static const struct {
	const char *name;
	struct runtime runtime;
} kinds[] = {
	{"default", {NULL, draw_default, seed_default}},
	{"game", {NULL, draw_game, seed_default}},
	{"own", {make_own, draw_own, seed_own}},
	{"twister", {make_twister, draw_own, seed_own}},
	{"renewed", {make_renewed, draw_own, seed_own}},
};

int main(int argc, char **argv)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (argc > 1 && strcmp(argv[1], kinds[i].name) == 0)
			return run_forks(&kinds[i].runtime, argc - 1, argv + 1);
	return 2;
}
