/* SPDX-License-Identifier: MIT
 *
 * A program that has Guile inside, and draws from its default generator in C.
 */
#include "forks.h"

#include <libguile.h>

static scm_t_rstate *state;

static void begin(void)
{
	scm_init_guile();
	state = scm_c_default_rstate();
}

static void draw(char line[256])
{
	snprintf(line, 256, "%lx %x %.17g",
		 (unsigned long)scm_c_random64(state, UINT64_MAX),
		 scm_c_random(state, UINT32_MAX), scm_c_normal01(state));
}

static void seed(void)
{
	state = SCM_RSTATE(scm_seed_to_random_state(scm_from_int(42)));
}

static const struct runtime runtime = {begin, draw, seed};

int main(int argc, char **argv)
{
	return run_forks(&runtime, argc, argv);
}
