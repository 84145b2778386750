/* SPDX-License-Identifier: MIT
 *
 * APR's apr_random_t (random/unix/apr_random.c): what is added to one may come out only
 * hundreds of keys later, and it keeps output. So a child adds fresh bytes to each draw
 * from one that it inherited (exclusive or): whoever knows the one does not know the
 * other. apr_proc_fork() tells the generators of its child itself, and they are let
 * alone.
 */
#include "objects.h"

#include <string.h>

static void (*init)(void *generator, void *pool, void *pool_hash, void *key_hash,
		    void *output_hash);
static int (*secure_bytes)(void *generator, void *out, size_t size);
static int (*insecure_bytes)(void *generator, void *out, size_t size);
static void (*after_fork)(void *process);

static _Atomic uint64_t told_in; /* by lineage's number: APR was told of this child */

static void heal(void *generator, uint32_t number)
{
	(void)generator;
	(void)number;
}
static const struct objects kind = {"apr", INDEX_OF_apr_adapter, heal, false};

static void hook_init(void *generator, void *pool, void *pool_hash, void *key_hash,
		      void *output_hash)
{
	init(generator, pool, pool_hash, key_hash, output_hash);
	objects_add(&kind, generator);
}

static void add_fresh(unsigned char *out, size_t size)
{
	static _Atomic uint64_t numbers;
	unsigned char fresh[256];
	for (size_t done = 0; done < size; done++) {
		if (done % sizeof fresh == 0) {
			uint64_t number = atomic_fetch_add(&numbers, 1);
			adapter_fill(fresh, sizeof fresh, "apr", &number, sizeof number);
		}
		out[done] ^= fresh[done % sizeof fresh];
	}
	explicit_bzero(fresh, sizeof fresh);
}

static int draw(int (*next)(void *, void *, size_t), void *generator, void *out,
		size_t size)
{
	bool is_healed =
		told_in != services.epoch() && objects_before_draw(&kind, generator);
	int failed = next(generator, out, size);
	if (!failed && is_healed)
		add_fresh(out, size);
	return failed;
}

static int hook_secure_bytes(void *generator, void *out, size_t size)
{
	return draw(secure_bytes, generator, out, size);
}

static int hook_insecure_bytes(void *generator, void *out, size_t size)
{
	return draw(insecure_bytes, generator, out, size);
}

static void hook_after_fork(void *process)
{
	after_fork(process);
	told_in = services.epoch();
}

static bool start(void)
{
	objects_start(&kind);
	return true;
}

/* clang-format off */
#define HOOKED(name) {"apr_random_" #name, (void *)hook_##name, (void **)&name, false}
static const struct adapted functions[] = {
	HOOKED(init), HOOKED(secure_bytes), HOOKED(insecure_bytes), HOOKED(after_fork),
	{0},
};
/* clang-format on */

const struct adapter apr_adapter = {functions, start};
