/* SPDX-License-Identifier: MIT
 *
 * Nettle: Yarrow (yarrow256.c), into which a child mixes 64 bytes before its first draw,
 * by which its key is made anew; it keeps no output. The program seeds it, but from what
 * can't be told, so all are healed. Knuth's lagged Fibonacci generator (knuth-lfib.c) is
 * none that keys come from: what the program seeded stays, but under --seed; its state is
 * written, if two scratch draws show that it lies as it is thought to.
 */
#include "objects.h"

#include <string.h>

enum { LAGS = 100, LAG = 37, MASK = (1 << 30) - 1 };

struct knuth {
	uint32_t words[LAGS], index;
	uint32_t beyond[LAGS]; /* of a scratch one: in case that it is larger */
};

static void (*yarrow_init)(void *, unsigned count, void *sources);
static void (*yarrow_seed)(void *, size_t size, const unsigned char *seed);
static void (*yarrow_random)(void *, size_t size, unsigned char *out);
static void (*knuth_init)(void *, uint32_t seed);
static uint32_t (*knuth_get)(void *);
static void (*knuth_get_array)(void *, size_t count, uint32_t *out);
static void (*knuth_random)(void *, size_t size, unsigned char *out);

static bool knuth_is_known;

static void heal_yarrow(void *yarrow, uint32_t number)
{
	unsigned char fresh[64];
	adapter_fill(fresh, sizeof fresh, "nettle", &number, sizeof number);
	yarrow_seed(yarrow, sizeof fresh, fresh);
	explicit_bzero(fresh, sizeof fresh);
}

static void heal_knuth(void *object, uint32_t number)
{
	struct knuth *knuth = object;
	if (!knuth_is_known)
		return;
	adapter_fill(knuth->words, sizeof knuth->words, "nettle.knuth", &number,
		     sizeof number);
	for (int i = 0; i < LAGS; i++)
		knuth->words[i] &= MASK;
	knuth->words[0] |= 1; /* one at least is odd */
	knuth->index = 0;
}

static const struct objects yarrows = {"nettle", INDEX_OF_nettle_adapter, heal_yarrow,
				       false};
static const struct objects knuths = {"nettle.knuth", INDEX_OF_nettle_adapter, heal_knuth,
				      false};

static void hook_yarrow_init(void *yarrow, unsigned count, void *sources)
{
	objects_add(&yarrows, yarrow);
	yarrow_init(yarrow, count, sources);
}

static void hook_yarrow_seed(void *yarrow, size_t size, const unsigned char *seed)
{
	objects_add(&yarrows, yarrow);
	yarrow_seed(yarrow, size, seed);
}

static void hook_yarrow_random(void *yarrow, size_t size, unsigned char *out)
{
	objects_before_draw(&yarrows, yarrow);
	yarrow_random(yarrow, size, out);
}

static void hook_knuth_init(void *knuth, uint32_t seed)
{
	objects_seeded(&knuths, knuth);
	knuth_init(knuth, seed);
}

static uint32_t hook_knuth_get(void *knuth)
{
	objects_before_draw(&knuths, knuth);
	return knuth_get(knuth);
}

static void hook_knuth_get_array(void *knuth, size_t count, uint32_t *out)
{
	objects_before_draw(&knuths, knuth);
	knuth_get_array(knuth, count, out);
}

static void hook_knuth_random(void *knuth, size_t size, unsigned char *out)
{
	objects_before_draw(&knuths, knuth);
	knuth_random(knuth, size, out);
}

/* x[n] = x[n - 100] - x[n - 37] */
static bool steps(struct knuth *scratch, uint32_t at)
{
	uint32_t old = scratch->words[at],
		 new = (old - scratch->words[at + LAGS - LAG]) & MASK;
	return knuth_get(scratch) == old && scratch->words[at] == new &&
	       scratch->index == at + 1;
}

static bool prove_knuth(void)
{
	struct knuth scratch = {.beyond = {0}};
	knuth_init(&scratch, 1);
	for (int i = 0; i < LAGS; i++)
		scratch.words[i] = (uint32_t)i * 0x01234567u & MASK;
	scratch.index = 0;
	return scratch.beyond[0] == 0 && steps(&scratch, 0) && steps(&scratch, 1);
}

static bool start(void)
{
	objects_start(&yarrows);
	knuth_is_known = knuth_init && knuth_get && prove_knuth();
	if (!knuth_is_known)
		adapter_refuses("nettle.knuth", "its state does not lie as it is known");
	return true;
}

/* clang-format off */
#define NAMED(symbol, name, is_optional) {"nettle_" symbol, (void *)hook_##name, (void **)&name, is_optional}
static const struct adapted functions[] = {
	NAMED("yarrow256_init", yarrow_init, false),
	NAMED("yarrow256_seed", yarrow_seed, false),
	NAMED("yarrow256_random", yarrow_random, false),
	NAMED("knuth_lfib_init", knuth_init, true),
	NAMED("knuth_lfib_get", knuth_get, true),
	NAMED("knuth_lfib_get_array", knuth_get_array, true),
	NAMED("knuth_lfib_random", knuth_random, true),
	{0},
};
/* clang-format on */

const struct adapter nettle_adapter = {functions, start};
