/* SPDX-License-Identifier: MIT
 *
 * GSL's generator objects. The first argument says what draws: inline (the draws are
 * compiled into the program), library (they are the library's), clone, copy, read (its
 * seed is a state in a file); then as forks.h has it. Or types: 8 children print a line
 * for an object of each type.
 */
#define HAVE_INLINE
#include "forks.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>

static gsl_rng *object;

static void draw_inline(char line[256])
{
	snprintf(line, 256, "%lu %lu %.17g %lu", gsl_rng_get(object), gsl_rng_get(object),
		 gsl_rng_uniform(object), gsl_rng_uniform_int(object, 1000000));
}

static void draw_library(char line[256])
{
	snprintf(line, 256, "%.17g %.17g %u", gsl_ran_gaussian(object, 1),
		 gsl_ran_exponential(object, 1), gsl_ran_poisson(object, 1000));
}

static void seed(void)
{
	gsl_rng_set(object, 42);
}

static void make(void)
{
	gsl_rng_env_setup();
	object = gsl_rng_alloc(gsl_rng_default);
}

static void make_clone(void)
{
	gsl_rng *original = gsl_rng_alloc(gsl_rng_taus2);
	object = gsl_rng_clone(original);
	gsl_rng_free(original);
}

static void make_copy(void)
{
	gsl_rng *original = gsl_rng_alloc(gsl_rng_ranlxd2);
	object = gsl_rng_alloc(gsl_rng_ranlxd2);
	gsl_rng_set(object, 1);
	gsl_rng_memcpy(object, original);
}

static FILE *saved;

static void make_and_save(void)
{
	gsl_rng *other = gsl_rng_alloc(gsl_rng_default);
	gsl_rng_set(other, 42);
	saved = tmpfile();
	if (!saved || gsl_rng_fwrite(saved, other))
		abort();
	make();
}

static void read_saved(void)
{
	rewind(saved);
	if (gsl_rng_fread(saved, object))
		abort();
}

static const struct {
	const char *name;
	struct runtime runtime;
} kinds[] = {
	{"inline", {make, draw_inline, seed}},
	{"library", {make, draw_library, seed}},
	{"clone", {make_clone, draw_inline, seed}},
	{"copy", {make_copy, draw_inline, seed}},
	{"read", {make_and_save, draw_inline, read_saved}},
};

static int run_types(void)
{
	const gsl_rng_type **types = gsl_rng_types_setup();
	gsl_rng *of[128];
	int count = 0;
	for (; types[count]; count++) {
		of[count] = gsl_rng_alloc(types[count]);
		gsl_rng_get(of[count]);
	}
	for (int child = 0; child < 8; child++) {
		if (fork() == 0) {
			for (int i = 0; i < count; i++)
				printf("%s %lu %.17g %lu\n", gsl_rng_name(of[i]),
				       gsl_rng_get(of[i]), gsl_rng_uniform(of[i]),
				       gsl_rng_get(of[i]));
			fflush(NULL);
			_exit(0);
		}
		wait_all();
	}
	return 0;
}

int main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "types") == 0)
		return run_types();
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (argc > 1 && strcmp(argv[1], kinds[i].name) == 0)
			return run_forks(&kinds[i].runtime, argc - 1, argv + 1);
	return 2;
}
