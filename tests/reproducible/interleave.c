/* SPDX-License-Identifier: MIT */
/*
 * An endless raw stream for a battery of statistical tests: siblings' draws, interleaved
 * one by one. After a batch, new siblings. Ends when nobody reads. Usage: interleave
 * random|drand48 SIBLINGS WORDS (32 bits each, from one sibling; a power of 2 is not
 * needed). Not here: the tests: soak-independence.sh.
 */
#include "streams.h"

static uint32_t *words, *mixed;
static size_t siblings, length;
static uint64_t (*draw)(void);
static int weak_bits; /* of a draw, below the 16 that are used */

static uint32_t draw_word(void)
{
	uint32_t high = (uint32_t)(draw() >> weak_bits) & 0xffff;

	return high << 16 | ((uint32_t)(draw() >> weak_bits) & 0xffff);
}

static void make_sibling(size_t index)
{
	pid_t pid = fork();

	require(pid >= 0, "fork");
	if (pid > 0)
		return;
	for (size_t i = 0; i < length; i++)
		words[index * length + i] = draw_word();
	_exit(0);
}

static void interleave(void)
{
	for (size_t i = 0; i < length; i++)
		for (size_t j = 0; j < siblings; j++)
			mixed[i * siblings + j] = words[j * length + i];
}

static bool write_batch(void)
{
	for (size_t i = 0; i < siblings; i++)
		make_sibling(i);
	require(reap_all() == 0, "healthy siblings");
	interleave();
	return fwrite(mixed, sizeof(*mixed), siblings * length, stdout) ==
	       siblings * length;
}

int main(int count, char **arguments)
{
	require(count == 4, "usage: interleave random|drand48 SIBLINGS WORDS");
	bool additive = strcmp(arguments[1], "random") == 0;
	draw = additive ? draw_random : draw_drand48;
	weak_bits = additive ? 15 : 32;
	siblings = (size_t)atol(arguments[2]);
	length = (size_t)atol(arguments[3]);
	words = shared_memory(siblings * length * sizeof(*words));
	mixed = shared_memory(siblings * length * sizeof(*mixed));
	start_streams(1);
	while (write_batch())
		;
	return 0;
}
