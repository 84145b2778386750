/* SPDX-License-Identifier: MIT
 *
 * LibTomCrypt's generators. The first argument says which: yarrow, fortuna, rc4,
 * sober128, chacha20 (by their registered descriptors, with entropy from the system),
 * direct (by name), own (by the program's own copy of a descriptor), fixed (constant
 * entropy), key (what the library draws itself), imported (from what another wrote down),
 * sprng (asks the system each time: safe); then as forks.h has it.
 */
#include "forks.h"

#include <tomcrypt.h>

static prng_state state;
static const struct ltc_prng_descriptor *descriptor;
static int number;

static void hex(char line[256], const unsigned char *bytes)
{
	for (int i = 0; i < 16; i++)
		snprintf(line + 2 * i, 3, "%02x", bytes[i]);
}

static void draw(char line[256])
{
	unsigned char bytes[16];
	if (prng_descriptor[number].read(bytes, 16, &state) != 16)
		abort();
	hex(line, bytes);
}

static void draw_direct(char line[256])
{
	unsigned char bytes[16];
	if (yarrow_read(bytes, 16, &state) != 16)
		abort();
	hex(line, bytes);
}

static void draw_own(char line[256])
{
	unsigned char bytes[16];
	if (descriptor->read(bytes, 16, &state) != 16)
		abort();
	hex(line, bytes);
}

/* A decoy of random length: the first step of many keys. */
static void draw_key(char line[256])
{
	unsigned char bytes[64], packet[64];
	unsigned long size = sizeof packet;
	memset(bytes, 1, sizeof bytes);
	int failed = pkcs_1_v1_5_encode(bytes, 16, LTC_PKCS_1_EME, 8 * sizeof packet,
					&state, number, packet, &size);
	if (failed)
		abort();
	hex(line, packet + 2);
}

static void make_by(const struct ltc_prng_descriptor *wanted)
{
	descriptor = wanted;
	number = register_prng(wanted);
	if (number < 0 || rng_make_prng(256, number, &state, NULL) != CRYPT_OK)
		abort();
}

static void make_yarrow(void)
{
	register_cipher(&aes_desc);
	register_hash(&sha256_desc);
	make_by(&yarrow_desc);
}

static void make_fixed(void)
{
	register_cipher(&aes_desc);
	register_hash(&sha256_desc);
	number = register_prng(&yarrow_desc);
	if (yarrow_start(&state) != CRYPT_OK ||
	    yarrow_add_entropy((const unsigned char *)"0123456789abcdef", 16, &state) !=
		    CRYPT_OK ||
	    yarrow_ready(&state) != CRYPT_OK)
		abort();
}

static void make_imported(void)
{
	unsigned char kept[256];
	unsigned long size = sizeof kept;
	make_yarrow();
	if (descriptor->pexport(kept, &size, &state) != CRYPT_OK ||
	    prng_descriptor[number].done(&state) != CRYPT_OK ||
	    prng_descriptor[number].pimport(kept, size, &state) != CRYPT_OK ||
	    descriptor->ready(&state) != CRYPT_OK)
		abort();
}

#define MAKE(name, wanted)                                                               \
	static void make_##name(void)                                                    \
	{                                                                                \
		make_by(&wanted);                                                        \
	}
MAKE(fortuna, fortuna_desc)
MAKE(rc4, rc4_desc)
MAKE(sober128, sober128_desc)
MAKE(chacha20, chacha20_prng_desc)
MAKE(sprng, sprng_desc)

static const struct {
	const char *name;
	struct runtime runtime;
} kinds[] = {
	{"yarrow", {make_yarrow, draw, NULL}},
	{"fortuna", {make_fortuna, draw, NULL}},
	{"rc4", {make_rc4, draw, NULL}},
	{"sober128", {make_sober128, draw, NULL}},
	{"chacha20", {make_chacha20, draw, NULL}},
	{"direct", {make_yarrow, draw_direct, NULL}},
	{"own", {make_yarrow, draw_own, NULL}},
	{"fixed", {make_fixed, draw, NULL}},
	{"key", {make_chacha20, draw_key, NULL}},
	{"imported", {make_imported, draw, NULL}},
	{"sprng", {make_sprng, draw, NULL}},
};

int main(int argc, char **argv)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (argc > 1 && strcmp(argv[1], kinds[i].name) == 0)
			return run_forks(&kinds[i].runtime, argc - 1, argv + 1);
	return 2;
}
