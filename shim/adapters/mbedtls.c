/* SPDX-License-Identifier: MIT
 *
 * Mbed TLS 2.16 to 3.6 (library/ctr_drbg.c, hmac_drbg.c, entropy.c): contexts that the
 * program made, or PSA for itself. A child mixes 64 bytes of its own into each before its
 * first draw, by the library's function that takes neither the context's lock nor its
 * source of entropy; neither generator keeps output. What was inherited is drawn from
 * under a lock that every child finds free, as a thread that is not here may have the
 * context's own; so may it have that of the source, which is then passed by.
 *
 * Whether the callback that seeds a context has real entropy can't be told, so all are
 * healed; but not those of seed_buf(), which is for signatures without randomness.
 */
#include "objects.h"

#include <string.h>

typedef int draw_function(void *context, unsigned char *out, size_t size);
typedef int draw_adding(void *context, unsigned char *out, size_t size,
			const unsigned char *more, size_t more_size);
typedef int update_function(void *context, const unsigned char *more, size_t size);
typedef int entropy_function(void *source, unsigned char *out, size_t size);

static int (*ctr_seed)(void *, entropy_function *, void *source,
		       const unsigned char *custom, size_t size);
static void (*ctr_free)(void *);
static update_function *ctr_reseed;
static draw_function *ctr_random;
static draw_adding *ctr_random_adding;
static update_function *ctr_update, *ctr_update_ret;

static int (*hmac_seed)(void *, const void *digest, entropy_function *, void *source,
			const unsigned char *custom, size_t size);
static int (*hmac_seed_buf)(void *, const void *digest, const unsigned char *seed,
			    size_t size);
static void (*hmac_free)(void *);
static update_function *hmac_reseed;
static draw_function *hmac_random;
static draw_adding *hmac_random_adding;
static update_function *hmac_update, *hmac_update_ret;

static void (*entropy_init)(void *);
static void (*entropy_free)(void *);
static entropy_function *entropy_func;

static void mix(update_function *update, void *context, uint32_t number)
{
	unsigned char fresh[64];
	adapter_fill(fresh, sizeof fresh, "mbedtls", &number, sizeof number);
	update(context, fresh, sizeof fresh);
	explicit_bzero(fresh, sizeof fresh);
}

/* Up to 2.28 the one without _ret gives back nothing. */
static void heal_ctr(void *context, uint32_t number)
{
	mix(ctr_update_ret ? ctr_update_ret : ctr_update, context, number);
}

static void heal_hmac(void *context, uint32_t number)
{
	mix(hmac_update_ret ? hmac_update_ret : hmac_update, context, number);
}

static const struct objects ctr = {"mbedtls", INDEX_OF_mbedtls_adapter, heal_ctr, false};
static const struct objects hmac = {"mbedtls", INDEX_OF_mbedtls_adapter, heal_hmac,
				    false};

static void heal_nothing(void *context, uint32_t number)
{
	(void)context;
	(void)number;
}
static const struct objects sources = {NULL, INDEX_OF_mbedtls_adapter, heal_nothing,
				       false};

static int hook_ctr_seed(void *context, entropy_function *entropy, void *source,
			 const unsigned char *custom, size_t size)
{
	int failed = ctr_seed(context, entropy, source, custom, size);
	objects_add(&ctr, context);
	return failed;
}

static void hook_ctr_free(void *context)
{
	objects_remove(&ctr, context);
	ctr_free(context);
}

static int hook_ctr_reseed(void *context, const unsigned char *more, size_t size)
{
	int failed = ctr_reseed(context, more, size);
	if (!failed)
		objects_reseeded(&ctr, context);
	return failed;
}

static int hook_ctr_random(void *context, unsigned char *out, size_t size)
{
	if (!objects_enter(&ctr, context))
		return ctr_random(context, out, size);
	int failed = ctr_random_adding(context, out, size, NULL, 0);
	objects_leave(&ctr);
	return failed;
}

static int hook_ctr_random_adding(void *context, unsigned char *out, size_t size,
				  const unsigned char *more, size_t more_size)
{
	objects_before_draw(&ctr, context);
	return ctr_random_adding(context, out, size, more, more_size);
}

static int hook_hmac_seed(void *context, const void *digest, entropy_function *entropy,
			  void *source, const unsigned char *custom, size_t size)
{
	int failed = hmac_seed(context, digest, entropy, source, custom, size);
	objects_add(&hmac, context);
	return failed;
}

static int hook_hmac_seed_buf(void *context, const void *digest,
			      const unsigned char *seed, size_t size)
{
	objects_seeded(&hmac, context);
	return hmac_seed_buf(context, digest, seed, size);
}

static void hook_hmac_free(void *context)
{
	objects_remove(&hmac, context);
	hmac_free(context);
}

static int hook_hmac_reseed(void *context, const unsigned char *more, size_t size)
{
	int failed = hmac_reseed(context, more, size);
	if (!failed)
		objects_reseeded(&hmac, context);
	return failed;
}

static int hook_hmac_random(void *context, unsigned char *out, size_t size)
{
	if (!objects_enter(&hmac, context))
		return hmac_random(context, out, size);
	int failed = hmac_random_adding(context, out, size, NULL, 0);
	objects_leave(&hmac);
	return failed;
}

static int hook_hmac_random_adding(void *context, unsigned char *out, size_t size,
				   const unsigned char *more, size_t more_size)
{
	objects_before_draw(&hmac, context);
	return hmac_random_adding(context, out, size, more, more_size);
}

static void hook_entropy_init(void *source)
{
	entropy_init(source);
	objects_add(&sources, source);
}

static void hook_entropy_free(void *source)
{
	objects_remove(&sources, source);
	entropy_free(source);
}

enum { MOST_AT_ONCE = 64 }; /* MBEDTLS_ENTROPY_BLOCK_SIZE */

/* Reached from below a generator as well, which mixes it with the state that it has. */
static int hook_entropy_func(void *source, unsigned char *out, size_t size)
{
	static _Atomic uint64_t number; /* wider than a context's: other bytes */
	if (size > MOST_AT_ONCE || !objects_before_draw(&sources, source))
		return entropy_func(source, out, size);
	uint64_t mine = atomic_fetch_add(&number, 1);
	adapter_fill(out, size, "mbedtls", &mine, sizeof mine);
	return 0;
}

static bool start(void)
{
	objects_start(&ctr);
	return true;
}

/* clang-format off */
#define HOOKED(name, hooked) {"mbedtls_" name, (void *)hook_##hooked, (void **)&hooked, false}
#define CALLED(name, to, is_optional) {"mbedtls_" name, NULL, (void **)&to, is_optional}
static const struct adapted functions[] = {
	HOOKED("ctr_drbg_seed", ctr_seed), HOOKED("ctr_drbg_free", ctr_free),
	HOOKED("ctr_drbg_random", ctr_random),
	HOOKED("ctr_drbg_reseed", ctr_reseed),
	HOOKED("ctr_drbg_random_with_add", ctr_random_adding),
	CALLED("ctr_drbg_update", ctr_update, false),
	CALLED("ctr_drbg_update_ret", ctr_update_ret, true), /* 2.16 to 2.28 */
	HOOKED("hmac_drbg_seed", hmac_seed), HOOKED("hmac_drbg_seed_buf", hmac_seed_buf),
	HOOKED("hmac_drbg_free", hmac_free), HOOKED("hmac_drbg_random", hmac_random),
	HOOKED("hmac_drbg_reseed", hmac_reseed),
	HOOKED("hmac_drbg_random_with_add", hmac_random_adding),
	CALLED("hmac_drbg_update", hmac_update, false),
	CALLED("hmac_drbg_update_ret", hmac_update_ret, true),
	HOOKED("entropy_init", entropy_init), HOOKED("entropy_free", entropy_free),
	HOOKED("entropy_func", entropy_func),
	{0},
};
/* clang-format on */

const struct adapter mbedtls_adapter = {functions, start};
