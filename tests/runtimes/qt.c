/* SPDX-License-Identifier: MIT
 *
 * Qt's generators, in qt_draws.cc. The first argument says which: global, old (qrand),
 * other (an object of the program's); then as forks.h has it.
 */
#include "forks.h"

void draw_global(char line[256]), draw_old(char line[256]), draw_other(char line[256]);
void seed_old(void);

static const struct {
	const char *name;
	struct runtime runtime;
} kinds[] = {
	{"global", {NULL, draw_global, NULL}},
	{"old", {NULL, draw_old, seed_old}},
	{"other", {NULL, draw_other, NULL}},
};

int main(int argc, char **argv)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (argc > 1 && strcmp(argv[1], kinds[i].name) == 0)
			return run_forks(&kinds[i].runtime, argc - 1, argv + 1);
	return 2;
}
