/* SPDX-License-Identifier: MIT
 *
 * wolfSSL (wolfcrypt/src/random.c): WC_RNG objects, the program's and those of TLS
 * contexts. Reseeding one is no function that all builds export, so a child adds fresh
 * bytes to each draw from one that it inherited (exclusive or): whoever knows the one
 * does not know the other. wolfSSL_RAND_bytes() has a lock, which a thread that is not
 * here may hold: then fresh bytes are all.
 */
#include "objects.h"
#include "secret.h"

#include <string.h>

static int (*init)(void *rng);
static int (*init_ex)(void *rng, void *heap, int device);
static int (*init_nonce)(void *rng, unsigned char *nonce, unsigned size);
static int (*init_nonce_ex)(void *rng, unsigned char *nonce, unsigned size, void *heap,
			    int device);
static void *(*rng_new)(unsigned char *nonce, unsigned size, void *heap);
static int (*release)(void *rng);
static void (*rng_delete)(void *rng);
static int (*draw)(void *rng, unsigned char *out, unsigned size);
static int (*rand_bytes)(unsigned char *out, int size);

/* Nothing to be done beforehand. */
static void heal(void *rng, uint32_t number)
{
	(void)rng;
	(void)number;
}
static const struct objects kind = {"wolfssl", INDEX_OF_wolfssl_adapter, heal, false};

static int made(int failed, const void *rng)
{
	objects_add(&kind, rng);
	return failed;
}

static int hook_init(void *rng)
{
	return made(init(rng), rng);
}

static int hook_init_ex(void *rng, void *heap, int device)
{
	return made(init_ex(rng, heap, device), rng);
}

static int hook_init_nonce(void *rng, unsigned char *nonce, unsigned size)
{
	return made(init_nonce(rng, nonce, size), rng);
}

static int hook_init_nonce_ex(void *rng, unsigned char *nonce, unsigned size, void *heap,
			      int device)
{
	return made(init_nonce_ex(rng, nonce, size, heap, device), rng);
}

static void *hook_rng_new(unsigned char *nonce, unsigned size, void *heap)
{
	void *rng = rng_new(nonce, size, heap);
	objects_add(&kind, rng);
	return rng;
}

static int hook_release(void *rng)
{
	objects_remove(&kind, rng);
	return release(rng);
}

static void hook_rng_delete(void *rng)
{
	objects_remove(&kind, rng);
	rng_delete(rng);
}

static void add_fresh(unsigned char *out, unsigned size)
{
	unsigned char fresh[256];
	for (unsigned done = 0; done < size; done++) {
		unsigned place = done % sizeof fresh, left = size - done;
		if (place == 0)
			secret_fill("wolfssl", fresh,
				    left < sizeof fresh ? left : sizeof fresh);
		out[done] ^= fresh[place];
	}
	explicit_bzero(fresh, sizeof fresh);
}

static int hook_draw(void *rng, unsigned char *out, unsigned size)
{
	bool is_healed = rng && objects_before_draw(&kind, rng);
	int failed = draw(rng, out, size);
	if (!failed && is_healed)
		add_fresh(out, size);
	return failed;
}

/* By a name of its own among the objects. */
static int hook_rand_bytes(unsigned char *out, int size)
{
	if (!out || size <= 0 || secret_was_alone() ||
	    !objects_before_draw(&kind, &rand_bytes))
		return rand_bytes(out, size);
	secret_fill("wolfssl", out, (size_t)size);
	return 1;
}

static bool start(void)
{
	objects_start(&kind);
	secret_start();
	return true;
}

/* clang-format off */
#define HOOKED(name, hooked, is_optional) {name, (void *)hook_##hooked, (void **)&hooked, is_optional}
static const struct adapted functions[] = {
	HOOKED("wc_InitRng", init, false), HOOKED("wc_InitRng_ex", init_ex, false),
	HOOKED("wc_InitRngNonce", init_nonce, true),
	HOOKED("wc_InitRngNonce_ex", init_nonce_ex, true), HOOKED("wc_rng_new", rng_new, true),
	HOOKED("wc_rng_free", rng_delete, true), HOOKED("wc_FreeRng", release, false),
	HOOKED("wc_RNG_GenerateBlock", draw, false),
	HOOKED("wolfSSL_RAND_bytes", rand_bytes, true),
	SECRET_SINGLE_THREADED,
	{0},
};
/* clang-format on */

const struct adapter wolfssl_adapter = {functions, start};
