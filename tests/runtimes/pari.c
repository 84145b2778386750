/* SPDX-License-Identifier: MIT
 *
 * PARI's random numbers. The first argument says which: words, numbers, script (a line of
 * GP); then as forks.h has it.
 */
#include "forks.h"

#include <pari/pari.h>

static void draw_words(char line[256])
{
	snprintf(line, 256, "%lx %ld %ld", pari_rand(), random_bits(40),
		 random_Fl(1000000007));
}

static void draw_numbers(char line[256])
{
	pari_sp top = avma;
	GEN number = randomi(powuu(10, 30)), real = randomr(DEFAULTPREC),
	    other = genrand(powuu(10, 20));
	char *text = pari_sprintf("%Ps %.15Pg %Ps", number, real, other);
	snprintf(line, 256, "%s", text);
	pari_free(text);
	set_avma(top);
}

static void draw_by_script(char line[256])
{
	pari_sp top = avma;
	char *text = GENtostr(
		gp_read_str("[random(10^30), random(1.), random(Mod(1, 10007))]"));
	snprintf(line, 256, "%s", text);
	pari_free(text);
	set_avma(top);
}

static void seed(void)
{
	setrand(utoipos(42));
}

static void begin(void)
{
	pari_init(8000000, 1000);
}

static const struct {
	const char *name;
	struct runtime runtime;
} kinds[] = {
	{"words", {begin, draw_words, seed}},
	{"numbers", {begin, draw_numbers, seed}},
	{"script", {begin, draw_by_script, seed}},
};

int main(int argc, char **argv)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (argc > 1 && strcmp(argv[1], kinds[i].name) == 0)
			return run_forks(&kinds[i].runtime, argc - 1, argv + 1);
	return 2;
}
