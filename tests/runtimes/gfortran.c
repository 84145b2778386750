/* SPDX-License-Identifier: MIT
 *
 * Fortran's generators, in gfortran_draws.f90. The first argument says what draws: reals,
 * array, thread (a thread that begins there), parallel (OpenMP, in children alone: its
 * threads do not outlive a fork), old (rand, irand), state (what RANDOM_SEED gets), and
 * those that are seeded otherwise: wide, anew, flag; then as forks.h has it.
 */
#include "forks.h"

void draw_reals(double *), draw_array(double *), draw_parallel(double *),
	draw_old(double *), draw_state(double *);
void seed_numbers(void), seed_repeatable(void), seed_old(void), seed_wide(void),
	seed_anew(void), seed_by_flag(void);

static void print(void (*draw)(double *), char line[256])
{
	double number[3];
	draw(number);
	snprintf(line, 256, "%.17g %.17g %.17g", number[0], number[1], number[2]);
}

static void line_of_reals(char line[256])
{
	print(draw_reals, line);
}

static void line_of_array(char line[256])
{
	print(draw_array, line);
}

static void line_of_old(char line[256])
{
	print(draw_old, line);
}

static void line_of_state(char line[256])
{
	print(draw_state, line);
}

static void *draw_in_thread(void *line)
{
	print(draw_reals, line);
	return NULL;
}

static void line_of_thread(char line[256])
{
	pthread_t thread;
	pthread_create(&thread, NULL, draw_in_thread, line);
	pthread_join(thread, NULL);
}

static pid_t first;

static void remember(void)
{
	first = getpid();
}

static void line_of_parallel(char line[256])
{
	print(getpid() == first ? draw_reals : draw_parallel, line);
}

static const struct {
	const char *name;
	struct runtime runtime;
} kinds[] = {
	{"reals", {NULL, line_of_reals, seed_numbers}},
	{"array", {NULL, line_of_array, seed_repeatable}},
	{"thread", {NULL, line_of_thread, seed_numbers}},
	{"parallel", {remember, line_of_parallel, seed_numbers}},
	{"old", {NULL, line_of_old, seed_old}},
	{"state", {NULL, line_of_state, seed_numbers}},
	{"wide", {NULL, line_of_reals, seed_wide}},
	{"anew", {NULL, line_of_reals, seed_anew}},
	{"flag", {NULL, line_of_old, seed_by_flag}},
};

int main(int argc, char **argv)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (argc > 1 && strcmp(argv[1], kinds[i].name) == 0)
			return run_forks(&kinds[i].runtime, argc - 1, argv + 1);
	return 2;
}
