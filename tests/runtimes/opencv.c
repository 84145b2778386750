/* SPDX-License-Identifier: MIT
 *
 * OpenCV's generator, in opencv_draws.cc. The first argument says what draws: matrix
 * (functions of the library), words (the program); then as forks.h has it.
 */
#include "forks.h"

void draw_matrix(char line[256]), draw_words(char line[256]);
void begin(void), seed(void);

static const struct {
	const char *name;
	struct runtime runtime;
} kinds[] = {
	{"matrix", {begin, draw_matrix, seed}},
	{"words", {begin, draw_words, seed}},
};

int main(int argc, char **argv)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (argc > 1 && strcmp(argv[1], kinds[i].name) == 0)
			return run_forks(&kinds[i].runtime, argc - 1, argv + 1);
	return 2;
}
