/* SPDX-License-Identifier: MIT
 *
 * Mbed TLS: its two generators, PSA's, and a signature without randomness. The first
 * argument says which: ctr, hmac, psa, key, buf, reseed (hmac, seeded anew before each
 * draw); then as forks.h has it.
 */
#include "forks.h"

#include <mbedtls/ctr_drbg.h>
#include <mbedtls/entropy.h>
#include <mbedtls/hmac_drbg.h>
#include <psa/crypto.h>

static mbedtls_entropy_context entropy;
static mbedtls_ctr_drbg_context ctr;
static mbedtls_hmac_drbg_context hmac;

static void hex(char line[256], const unsigned char *bytes, int failed)
{
	snprintf(line, 256, "failed: %d", failed);
	for (int i = 0; !failed && i < 16; i++)
		snprintf(line + 2 * i, 3, "%02x", bytes[i]);
}

static void draw_ctr(char line[256])
{
	unsigned char bytes[16];
	hex(line, bytes, mbedtls_ctr_drbg_random(&ctr, bytes, 16));
}

static void draw_hmac(char line[256])
{
	unsigned char bytes[16];
	hex(line, bytes, mbedtls_hmac_drbg_random(&hmac, bytes, 16));
}

static void draw_reseeded(char line[256])
{
	if (mbedtls_hmac_drbg_reseed(&hmac, NULL, 0))
		abort();
	draw_hmac(line);
}

static void draw_psa(char line[256])
{
	unsigned char bytes[16];
	hex(line, bytes, psa_generate_random(bytes, 16));
}

static void draw_key(char line[256])
{
	unsigned char bytes[16];
	size_t size;
	psa_key_id_t key;
	psa_key_attributes_t wanted = PSA_KEY_ATTRIBUTES_INIT;
	psa_set_key_type(&wanted, PSA_KEY_TYPE_AES);
	psa_set_key_bits(&wanted, 128);
	psa_set_key_usage_flags(&wanted, PSA_KEY_USAGE_EXPORT);
	int failed = psa_generate_key(&wanted, &key);
	failed = failed ? failed : psa_export_key(key, bytes, 16, &size);
	psa_destroy_key(key);
	hex(line, bytes, failed);
}

static void make_ctr(void)
{
	mbedtls_entropy_init(&entropy);
	mbedtls_ctr_drbg_init(&ctr);
	if (mbedtls_ctr_drbg_seed(&ctr, mbedtls_entropy_func, &entropy, NULL, 0))
		abort();
}

static void make_hmac(void)
{
	mbedtls_entropy_init(&entropy);
	mbedtls_hmac_drbg_init(&hmac);
	if (mbedtls_hmac_drbg_seed(&hmac, mbedtls_md_info_from_type(MBEDTLS_MD_SHA256),
				   mbedtls_entropy_func, &entropy, NULL, 0))
		abort();
}

/* From a source that lies where another did. */
static void make_again(void)
{
	mbedtls_entropy_init(&entropy);
	mbedtls_entropy_free(&entropy);
	make_hmac();
}

static void make_psa(void)
{
	if (psa_crypto_init())
		abort();
}

static void seed_buf(void)
{
	mbedtls_hmac_drbg_free(&hmac);
	mbedtls_hmac_drbg_init(&hmac);
	if (mbedtls_hmac_drbg_seed_buf(&hmac,
				       mbedtls_md_info_from_type(MBEDTLS_MD_SHA256),
				       (const unsigned char *)"0123456789abcdef", 16))
		abort();
}

/* A source that always says the same: the parent's numbers can be compared. */
static int same_again(void *unused, unsigned char *out, size_t size)
{
	(void)unused;
	memset(out, 42, size);
	return 0;
}

static void seed_same(void)
{
	mbedtls_ctr_drbg_free(&ctr);
	mbedtls_ctr_drbg_init(&ctr);
	if (mbedtls_ctr_drbg_seed(&ctr, same_again, NULL, NULL, 0))
		abort();
}

static const struct {
	const char *name;
	struct runtime runtime;
} kinds[] = {
	{"ctr", {make_ctr, draw_ctr, seed_same}},
	{"hmac", {make_hmac, draw_hmac, NULL}},
	{"psa", {make_psa, draw_psa, NULL}},
	{"key", {make_psa, draw_key, NULL}},
	{"buf", {make_hmac, draw_hmac, seed_buf}},
	{"reseed", {make_again, draw_reseeded, NULL}},
};

int main(int argc, char **argv)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (argc > 1 && strcmp(argv[1], kinds[i].name) == 0)
			return run_forks(&kinds[i].runtime, argc - 1, argv + 1);
	return 2;
}
