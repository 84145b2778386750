/* SPDX-License-Identifier: MIT
 *
 * The start, as in shim/start.c, of what there is for musl: its generators, and the
 * settings that the common code knows. No audit, and no runtimes.
 */
#include "start.h"
#include "core/lineage.h"
#include "core/settings.h"
#include "entropy/entropy.h"
#include "entropy/reproduce.h"
#include "generators/additive.h"
#include "generators/clock_seed.h"
#include "generators/lcg48.h"
#include "generators/libc.h"
#include "rand64.h"

#include <errno.h>
#include <pthread.h>

/* Weak: a program of glibc's, into which this shim was handed down, has no such symbol.
 */
#pragma weak pthread_atfork

enum { ASLEEP, STARTING, STARTED };
static _Atomic int stage = ASLEEP;
static bool prefetches, watches_forks;

bool start_watches_forks(void)
{
	return watches_forks;
}

void start_child(const struct reproduce_heir *heir, uintptr_t thread)
{
	lineage_child();
	reproduce_become(heir, thread);
	if (prefetches)
		entropy_prefetch();
}

static void after_fork(void)
{
	struct reproduce_heir heir = {.ordinal = reproduce_finish_fork()};
	lineage_child(); /* the desk may have been in use */
	reproduce_derive(&heir);
	start_child(&heir, (uintptr_t)pthread_self());
}

static void watch_forks(bool numbered)
{
	if (numbered)
		pthread_atfork(reproduce_before_fork, reproduce_in_parent, after_fork);
	else if (watches_forks)
		pthread_atfork(NULL, NULL, after_fork);
}

static void start_entropy(const struct settings *settings)
{
	if (settings->seed)
		reproduce_start(settings->seed);
	else if (settings->at_fork)
		entropy_prefetch_start();
	if (!settings->seed && settings->replaces_clock_seeds)
		clock_seed_start();
}

/* rand(3) and random(3) are one family to the settings, as they are with glibc. */
static void start_generators(const char *keep)
{
	additive_start(settings_lists(keep, "random"));
	rand64_start(settings_lists(keep, "random"));
	lcg48_start(settings_lists(keep, "drand48"));
}

static void start(void)
{
	libc_find();
	struct settings settings = settings_read();
	if (settings.off || !libc_is_whole())
		return;
	bool blind = lineage_arm() == DETECTOR_HOOKS;
	start_entropy(&settings);
	start_generators(settings.keep);
	prefetches = settings.at_fork;
	watches_forks = blind || prefetches || settings.seed;
	watch_forks(settings.seed || prefetches);
	libc_take_over();
}

void start_once(void)
{
	if (likely(atomic_load_explicit(&stage, memory_order_acquire) == STARTED))
		return;
	int asleep = ASLEEP, saved = errno;
	if (atomic_compare_exchange_strong(&stage, &asleep, STARTING)) {
		start();
		atomic_store(&stage, STARTED);
	} else if (asleep == STARTING && !libc_is_found()) {
		libc_find(); /* a handler or thread in mid-start will step aside */
	}
	errno = saved;
}

bool steps_aside_now(const bool *flag)
{
	start_once();
	return *flag;
}

/* musl runs the constructors of preloaded objects first. */
__attribute__((constructor)) static void construct(void)
{
	start_once();
}
