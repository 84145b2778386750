/* SPDX-License-Identifier: MIT */
/* What a reproducible fork can't cost less than: least-tree.so, an object as the shim is
 * mapped. Each child has a number, which it inherits: so its parent writes to memory of
 * its own before each fork, and copies that page, since the child has it too. A child's
 * first rand() writes to the wiped page by which it knows itself, which is where a key of
 * its own can lie, and fills a state with words that follow from the number. No key is
 * hashed. */
#define _GNU_SOURCE
#include "around.h"
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

#ifndef MADV_WIPEONFORK
#define MADV_WIPEONFORK 18
#endif

enum { PAGE = 4096, WORDS = 31 };

__attribute__((visibility("hidden"))) void *__dso_handle = &__dso_handle;

static _Alignas(PAGE) volatile uint32_t home[PAGE / 4]
	__attribute__((section(".bss.wiped")));
static volatile uint64_t *forks;
static uint32_t state[WORDS], at;

static void before(void)
{
	++*forks;
}

static void nothing(void)
{
}

__attribute__((section("far_text"), noinline)) static void first_draw(void)
{
	home[0] = 1;
	uint64_t word = *forks;
	for (unsigned i = 0; i < WORDS; i++)
		state[i] = (uint32_t)((word = word * 6364136223846793005 + 1) >> 32);
}

int rand(void)
{
	if (!home[0])
		first_draw();
	at = (at + 1) % WORDS;
	return (int)((state[at] += state[(at + 28) % WORDS]) >> 1);
}

__attribute__((constructor)) static void start(void)
{
	forks = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
		     0);
	if (forks == MAP_FAILED)
		abort();
	madvise((void *)home, PAGE, MADV_WIPEONFORK);
	home[0] = 1;
	*forks = 1;
	pthread_atfork(before, nothing, nothing);
}
