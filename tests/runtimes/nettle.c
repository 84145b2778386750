/* SPDX-License-Identifier: MIT
 *
 * Nettle's generators. The first argument says which: yarrow (seeded from the system),
 * fixed (Yarrow with a constant seed), many (the last of more than are known), knuth,
 * array; then as forks.h has it.
 */
#include "forks.h"

#include <nettle/knuth-lfib.h>
#include <nettle/yarrow.h>
#include <sys/random.h>

static struct yarrow256_ctx yarrow;
static struct knuth_lfib_ctx knuth;

static void hex(char line[256], const unsigned char *bytes)
{
	for (int i = 0; i < 16; i++)
		snprintf(line + 2 * i, 3, "%02x", bytes[i]);
}

static void draw_yarrow(char line[256])
{
	unsigned char bytes[16];
	yarrow256_random(&yarrow, 16, bytes);
	hex(line, bytes);
}

static void draw_knuth(char line[256])
{
	unsigned char bytes[8];
	knuth_lfib_random(&knuth, 8, bytes);
	snprintf(line, 256, "%08x %08x %02x%02x%02x", knuth_lfib_get(&knuth),
		 knuth_lfib_get(&knuth), bytes[0], bytes[1], bytes[7]);
}

static void draw_array(char line[256])
{
	uint32_t words[3];
	knuth_lfib_get_array(&knuth, 3, words);
	snprintf(line, 256, "%08x %08x %08x", words[0], words[1], words[2]);
}

static void seed_by(const unsigned char *seed)
{
	yarrow256_init(&yarrow, 0, NULL);
	yarrow256_seed(&yarrow, 32, seed);
}

static void make_yarrow(void)
{
	unsigned char seed[32];
	if (getrandom(seed, 32, 0) != 32)
		abort();
	seed_by(seed);
}

static void make_fixed(void)
{
	seed_by((const unsigned char *)"0123456789abcdef0123456789abcdef");
}

/* The table of those that are known has 4096. */
static void make_many(void)
{
	static struct yarrow256_ctx others[5000];
	for (int i = 0; i < 5000; i++)
		yarrow256_init(&others[i], 0, NULL);
	make_yarrow();
}

static void make_knuth(void)
{
	knuth_lfib_init(&knuth, 17);
}

static const struct {
	const char *name;
	struct runtime runtime;
} kinds[] = {
	{"yarrow", {make_yarrow, draw_yarrow, NULL}},
	{"fixed", {make_fixed, draw_yarrow, NULL}},
	{"many", {make_many, draw_yarrow, NULL}},
	{"knuth", {make_knuth, draw_knuth, make_knuth}},
	{"array", {make_knuth, draw_array, make_knuth}},
};

int main(int argc, char **argv)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (argc > 1 && strcmp(argv[1], kinds[i].name) == 0)
			return run_forks(&kinds[i].runtime, argc - 1, argv + 1);
	return 2;
}
