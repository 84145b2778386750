/* SPDX-License-Identifier: MIT
 *
 * NTL's random numbers, in ntl_draws.cc. The first argument says which: words, numbers,
 * bytes (words, seeded by bytes), thread (numbers of a thread that begins there); then as
 * forks.h has it.
 */
#include "forks.h"

void draw_words(char line[256]), draw_numbers(char line[256]), seed(void),
	seed_bytes(void);

static void *draw_in_thread(void *line)
{
	draw_words(line);
	return NULL;
}

/* The thread that forks has drawn as well. */
static void draw_both(char line[256])
{
	pthread_t thread;
	char more[256];
	pthread_create(&thread, NULL, draw_in_thread, line);
	pthread_join(thread, NULL);
	draw_words(more);
	strcat(strcat(line, " "), more);
}

static const struct {
	const char *name;
	struct runtime runtime;
} kinds[] = {
	{"words", {NULL, draw_words, seed}},
	{"numbers", {NULL, draw_numbers, seed}},
	{"bytes", {NULL, draw_words, seed_bytes}},
	{"thread", {NULL, draw_both, NULL}},
};

int main(int argc, char **argv)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (argc > 1 && strcmp(argv[1], kinds[i].name) == 0)
			return run_forks(&kinds[i].runtime, argc - 1, argv + 1);
	return 2;
}
