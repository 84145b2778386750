/* SPDX-License-Identifier: MIT
 *
 * libsodium with its internal generator instead of the system's. The first argument says
 * which: buf, bytes, word, below, key, system (the default, which is safe), chosen (a
 * generator of the program's own); then as forks.h has it.
 */
#include "forks.h"

#include <sodium.h>

static void hex(char line[256], const unsigned char *bytes)
{
	for (int i = 0; i < 16; i++)
		snprintf(line + 2 * i, 3, "%02x", bytes[i]);
}

static void draw_buf(char line[256])
{
	unsigned char bytes[16];
	randombytes_buf(bytes, 16);
	hex(line, bytes);
}

/* By NaCl's name. */
static void draw_bytes(char line[256])
{
	unsigned char bytes[16];
	randombytes(bytes, 16);
	hex(line, bytes);
}

static void draw_word(char line[256])
{
	snprintf(line, 256, "%08x %08x", randombytes_random(), randombytes_random());
}

static void draw_below(char line[256])
{
	uint32_t first = randombytes_uniform(3000000000u);
	snprintf(line, 256, "%u %u %u", first, randombytes_uniform(3000000000u),
		 randombytes_uniform(1));
}

static void draw_key(char line[256])
{
	unsigned char public_key[crypto_box_PUBLICKEYBYTES];
	unsigned char secret_key[crypto_box_SECRETKEYBYTES];
	crypto_box_keypair(public_key, secret_key);
	hex(line, public_key);
}

static void begin_with(struct randombytes_implementation *implementation)
{
	if (implementation && randombytes_set_implementation(implementation) != 0)
		abort();
	if (sodium_init() != 0)
		abort();
}

static void begin(void)
{
	begin_with(&randombytes_internal_implementation);
}

static void begin_by_system(void)
{
	begin_with(NULL);
}

static const char *name_of_chosen(void)
{
	return "chosen";
}

static void fill_chosen(void *const buffer, const size_t size)
{
	static unsigned char count;
	memset(buffer, ++count, size);
}

static uint32_t next_chosen(void)
{
	unsigned char byte;
	fill_chosen(&byte, 1);
	return byte * 0x01010101u;
}

static void begin_by_chosen(void)
{
	static struct randombytes_implementation chosen = {.implementation_name =
								   name_of_chosen,
							   .random = next_chosen,
							   .buf = fill_chosen};
	begin_with(&chosen);
}

static void seed_nothing(void)
{
}

static const struct {
	const char *name;
	struct runtime runtime;
} kinds[] = {
	{"buf", {begin, draw_buf, NULL}},
	{"bytes", {begin, draw_bytes, NULL}},
	{"word", {begin, draw_word, NULL}},
	{"below", {begin, draw_below, NULL}},
	{"key", {begin, draw_key, NULL}},
	{"system", {begin_by_system, draw_buf, NULL}},
	{"chosen", {begin_by_chosen, draw_buf, seed_nothing}},
};

int main(int argc, char **argv)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (argc > 1 && strcmp(argv[1], kinds[i].name) == 0)
			return run_forks(&kinds[i].runtime, argc - 1, argv + 1);
	return 2;
}
