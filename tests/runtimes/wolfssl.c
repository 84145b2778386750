/* SPDX-License-Identifier: MIT
 *
 * wolfSSL: generator objects, what draws from them, and OpenSSL's RAND_bytes() as wolfSSL
 * has it. The first argument says which: rng, byte, new, key, bytes, and rng made
 * otherwise: ex, nonce, nonce_ex, renewed; then as forks.h has it.
 */
#include "forks.h"

#include <wolfssl/options.h> /* before the others */

#include <wolfssl/openssl/rand.h>
#include <wolfssl/ssl.h>
#include <wolfssl/wolfcrypt/ecc.h>
#include <wolfssl/wolfcrypt/random.h>

static WC_RNG object, *rng = &object;

static void hex(char line[256], const unsigned char *bytes, int failed)
{
	snprintf(line, 256, "failed: %d", failed);
	for (int i = 0; !failed && i < 16; i++)
		snprintf(line + 2 * i, 3, "%02x", bytes[i]);
}

static void draw_rng(char line[256])
{
	unsigned char bytes[16];
	hex(line, bytes, wc_RNG_GenerateBlock(rng, bytes, 16));
}

static void draw_byte(char line[256])
{
	unsigned char bytes[16];
	int failed = 0;
	for (int i = 0; i < 16; i++)
		failed |= wc_RNG_GenerateByte(rng, &bytes[i]);
	hex(line, bytes, failed);
}

static void draw_key(char line[256])
{
	unsigned char bytes[65];
	unsigned size = sizeof bytes;
	ecc_key key;
	wc_ecc_init(&key);
	int failed = wc_ecc_make_key(rng, 32, &key);
	failed = failed ? failed : wc_ecc_export_x963(&key, bytes, &size);
	wc_ecc_free(&key);
	hex(line, bytes + 1, failed);
}

static void draw_bytes(char line[256])
{
	unsigned char bytes[16];
	hex(line, bytes, wolfSSL_RAND_bytes(bytes, 16) != 1);
}

static void make(void)
{
	if (wc_InitRng(&object))
		abort();
}

static void make_new(void)
{
	rng = wc_rng_new(NULL, 0, NULL);
	if (!rng)
		abort();
}

static unsigned char nonce[16] = "forkseed's test";

static void make_ex(void)
{
	if (wc_InitRng_ex(&object, NULL, INVALID_DEVID))
		abort();
}

static void make_nonce(void)
{
	if (wc_InitRngNonce(&object, nonce, sizeof nonce))
		abort();
}

static void make_nonce_ex(void)
{
	if (wc_InitRngNonce_ex(&object, nonce, sizeof nonce, NULL, INVALID_DEVID))
		abort();
}

/* The second one may lie where the first did. */
static void make_renewed(void)
{
	make_new();
	wc_rng_free(rng);
	make_new();
}

static void begin(void)
{
	if (wolfSSL_Init() != WOLFSSL_SUCCESS)
		abort();
}

static const struct {
	const char *name;
	struct runtime runtime;
} kinds[] = {
	{"rng", {make, draw_rng, NULL}},
	{"byte", {make, draw_byte, NULL}},
	{"new", {make_new, draw_rng, NULL}},
	{"key", {make, draw_key, NULL}},
	{"bytes", {begin, draw_bytes, NULL}},
	{"ex", {make_ex, draw_rng, NULL}},
	{"nonce", {make_nonce, draw_rng, NULL}},
	{"nonce_ex", {make_nonce_ex, draw_rng, NULL}},
	{"renewed", {make_renewed, draw_rng, NULL}},
};

int main(int argc, char **argv)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (argc > 1 && strcmp(argv[1], kinds[i].name) == 0)
			return run_forks(&kinds[i].runtime, argc - 1, argv + 1);
	return 2;
}
