/* SPDX-License-Identifier: MIT
 *
 * Where a generator's engine and mutex lie: proved by one that nobody else sees.
 */
#include "torch.h"

#include <pthread.h>
#include <stddef.h>
#include <string.h>

/* In bytes; a generator has some 2600. */
enum { ROOM = 8192 };
static uint64_t scratch[ROOM / sizeof(uint64_t)];

static size_t engine_at, mutex_at;

struct torch_engine *torch_engine(void *generator)
{
	return (struct torch_engine *)((char *)generator + engine_at);
}

/* As init_genrand() of mt19937ar.c leaves it. */
static bool is_seeded_with(const struct torch_engine *engine, uint64_t seed)
{
	uint32_t word = (uint32_t)seed;
	for (uint32_t i = 0; i < TWISTER_WORDS; i++) {
		if (engine->words[i] != word)
			return false;
		word = 1812433253u * (word ^ word >> 30) + i + 1;
	}
	return engine->seed == seed && engine->left == 1 && engine->is_seeded &&
	       engine->next == 0;
}

static bool find_engine(uint64_t seed)
{
	for (engine_at = 0; engine_at + sizeof(struct torch_engine) <= ROOM;
	     engine_at += sizeof *scratch)
		if (is_seeded_with(torch_engine(scratch), seed))
			return true;
	return false;
}

/* Behind the vtable are counters, which are 0 yet, the mutex, which nobody holds, and the
 * device, which is not 0: one counter or two, so that is where it ends. */
static bool find_mutex(void)
{
	size_t end = 1;
	while (end < engine_at / sizeof *scratch && !scratch[end])
		end++;
	mutex_at = end * sizeof *scratch - sizeof(pthread_mutex_t);
	return mutex_at == 2 * sizeof *scratch || mutex_at == 3 * sizeof *scratch;
}

static bool draws(uint32_t (*draw)(void *))
{
	struct torch_engine *engine = torch_engine(scratch);
	uint32_t words[TWISTER_AHEAD + 2];
	memcpy(words, engine->words, sizeof words);
	for (uint32_t i = 0; i < 2; i++)
		if (draw(scratch) != twister_number(words[i], words[i + 1],
						    words[i + TWISTER_AHEAD]) ||
		    engine->next != i + 1)
			return false;
	return true;
}

void **torch_prove(void (*construct)(void *, uint64_t),
		   void (*set_seed)(void *, uint64_t), uint32_t (*draw)(void *))
{
	const uint64_t one = 0x123456789abcdef, other = 0xfedcba987654321;
	memset(scratch, 0, sizeof scratch);
	construct(scratch, one);
	if (!find_engine(one) || !find_mutex())
		return NULL;
	set_seed(scratch, other);
	if (!is_seeded_with(torch_engine(scratch), other) || !draws(draw))
		return NULL;
	return (void **)(uintptr_t)scratch[0];
}

void torch_free_mutex(void *generator)
{
	memset((char *)generator + mutex_at, 0, sizeof(pthread_mutex_t));
}
