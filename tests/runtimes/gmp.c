/* SPDX-License-Identifier: MIT
 *
 * GMP's states. The first argument says what draws: words, integers, reals, copy, linear
 * (a congruential generator), old (the functions without a state), mpfr; then as forks.h
 * has it.
 */
#include "forks.h"

#include <gmp.h>
#include <mpfr.h>

static gmp_randstate_t state;
static mpz_t bound, number;

static void draw_words(char line[256])
{
	snprintf(line, 256, "%lx %lx", gmp_urandomb_ui(state, 64),
		 gmp_urandomm_ui(state, 1000000007));
}

static void draw_integers(char line[256])
{
	mpz_urandomb(number, state, 100);
	int length = gmp_snprintf(line, 256, "%Zx ", number);
	mpz_urandomm(number, state, bound);
	length += gmp_snprintf(line + length, 256 - length, "%Zx ", number);
	mpz_rrandomb(number, state, 200);
	gmp_snprintf(line + length, 256 - length, "%Zx", number);
}

static void draw_reals(char line[256])
{
	mpf_t real;
	mpf_init2(real, 128);
	mpf_urandomb(real, state, 100);
	gmp_snprintf(line, 256, "%.30Ff", real);
	mpf_clear(real);
}

static void draw_old(char line[256])
{
	mp_limb_t limbs[2];
	mpz_random(number, 2);
	mpn_random(limbs, 2);
	gmp_snprintf(line, 256, "%Zx %lx", number, limbs[0]);
}

static void draw_mpfr(char line[256])
{
	mpfr_t real;
	mpfr_init2(real, 100);
	mpfr_urandomb(real, state);
	int length = mpfr_snprintf(line, 256, "%.25Rf ", real);
	mpfr_nrandom(real, state, MPFR_RNDN);
	mpfr_snprintf(line + length, 256 - length, "%.25Rf", real);
	mpfr_clear(real);
}

static void seed(void)
{
	gmp_randseed_ui(state, 42);
}

static void seed_by_integer(void)
{
	gmp_randseed(state, bound);
}

static void make(void)
{
	gmp_randinit_default(state);
	mpz_init(number);
	mpz_init_set_str(bound, "123456789012345678901234567890", 10);
}

static void make_copy(void)
{
	gmp_randstate_t original;
	make();
	gmp_randclear(state);
	gmp_randinit_mt(original);
	gmp_randinit_set(state, original);
	gmp_randclear(original);
}

static void make_linear(void)
{
	make();
	gmp_randclear(state);
	gmp_randinit_lc_2exp_size(state, 100);
}

static const struct {
	const char *name;
	struct runtime runtime;
} kinds[] = {
	{"words", {make, draw_words, seed}},
	{"integers", {make, draw_integers, seed_by_integer}},
	{"reals", {make, draw_reals, seed}},
	{"copy", {make_copy, draw_integers, seed}},
	{"linear", {make_linear, draw_integers, seed_by_integer}},
	{"old", {make, draw_old, NULL}},
	{"mpfr", {make, draw_mpfr, seed}},
};

int main(int argc, char **argv)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (argc > 1 && strcmp(argv[1], kinds[i].name) == 0)
			return run_forks(&kinds[i].runtime, argc - 1, argv + 1);
	return 2;
}
