/* SPDX-License-Identifier: MIT
 *
 * GLib's generators: the one of the process, its UUIDs, and GRand objects. The first
 * argument says which: random, double, range, uuid, rand, copy, given and array (made
 * with a seed), many (of more than are known, the last one); then as forks.h has it.
 */
#include "forks.h"

#include <glib.h>

static GRand *object;

static void draw_random(char line[256])
{
	snprintf(line, 256, "%08x %08x", g_random_int(), g_random_int());
}

static void draw_double(char line[256])
{
	snprintf(line, 256, "%.17g %.17g", g_random_double(),
		 g_random_double_range(0, 9));
}

static void draw_range(char line[256])
{
	int one = g_random_int_range(0, 1 << 30), other = g_random_int_range(0, 1 << 30);
	snprintf(line, 256, "%d %d %d", one, other, g_random_int_range(0, 1 << 30));
}

static void draw_uuid(char line[256])
{
	char *uuid = g_uuid_string_random();
	snprintf(line, 256, "%s", g_uuid_string_is_valid(uuid) ? uuid : "not a UUID");
	g_free(uuid);
}

static void draw_rand(char line[256])
{
	snprintf(line, 256, "%08x %08x %.17g %d %.17g", g_rand_int(object),
		 g_rand_int(object), g_rand_double(object),
		 g_rand_int_range(object, 0, 1 << 30), g_rand_double_range(object, 0, 9));
}

static void seed_random(void)
{
	g_random_set_seed(42);
}

static void seed_rand(void)
{
	g_rand_set_seed(object, 42);
}

static const guint32 words[] = {4, 2};

static void seed_array(void)
{
	g_rand_set_seed_array(object, words, 2);
}

static void make_given(void)
{
	object = g_rand_new_with_seed(7);
}

static void make_array(void)
{
	object = g_rand_new_with_seed_array(words, 2);
}

/* The table of those that are known has 4096. */
static void make_many(void)
{
	for (int i = 0; i < 5000; i++)
		object = g_rand_new();
}

static void make(void)
{
	object = g_rand_new();
}

/* The original is gone. */
static void make_copy(void)
{
	GRand *original = g_rand_new();
	object = g_rand_copy(original);
	g_rand_free(original);
}

static const struct {
	const char *name;
	struct runtime runtime;
} kinds[] = {
	{"random", {NULL, draw_random, seed_random}},
	{"double", {NULL, draw_double, seed_random}},
	{"range", {NULL, draw_range, seed_random}},
	{"uuid", {NULL, draw_uuid, seed_random}},
	{"rand", {make, draw_rand, seed_rand}},
	{"copy", {make_copy, draw_rand, seed_rand}},
	{"given", {make_given, draw_rand, seed_array}},
	{"array", {make_array, draw_rand, seed_rand}},
	{"many", {make_many, draw_rand, NULL}},
};

int main(int argc, char **argv)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (argc > 1 && strcmp(argv[1], kinds[i].name) == 0)
			return run_forks(&kinds[i].runtime, argc - 1, argv + 1);
	return 2;
}
