/* SPDX-License-Identifier: MIT
 *
 * What both shims do at their start and in a child: once, whoever comes first; forks are
 * watched where something must be done for a child; where entropy comes from. What there
 * is to be started is in start.c, and in musl/start.c.
 */
#include "core/lineage.h"
#include "core/settings.h"
#include "entropy/entropy.h"
#include "entropy/reproduce.h"
#include "generators/clock_seed.h"
#include "recorder/findings.h"
#include "start.h"

#include PROCESSOR_FILE

#include <errno.h>
#include <generators/libc.h> /* of the libc that this is built for, not what lies beside it */
#include <pthread.h>

enum { ASLEEP, STARTING, STARTED };
static _Atomic int stage = ASLEEP;
static bool prefetches, watches_forks;

far_away bool start_is_under_way(void)
{
	return stage == STARTING;
}

bool start_watches_forks(void)
{
	return watches_forks;
}

/* The mark of a new child's place in the fork tree goes into a page already forgotten. */
far_away void start_child(struct reproduce_heir *heir, uintptr_t thread)
{
	lineage_child();
	reproduce_become(heir, thread);
	if (prefetches)
		entropy_prefetch();
	if (findings_wanted())
		findings_in_child(thread);
}

static far_away void after_fork(void)
{
	struct reproduce_heir heir = {.ordinal = NO_ORDINAL};
	start_child(&heir, processor_thread());
}

/* An audit alone touches as few pages in a child as it can. */
static far_away void watch_forks(bool numbered, bool blind)
{
	if (numbered)
		pthread_atfork(reproduce_before_fork, reproduce_in_parent, after_fork);
	else
		pthread_atfork(NULL, NULL, blind ? after_fork : findings_after_fork);
	if (findings_wanted())
		pthread_atfork(findings_before_fork, findings_in_parent, NULL);
}

/* What most programs do without. */
static far_away void start_wanted_entropy(const struct settings *settings)
{
	if (settings->seed)
		reproduce_start(settings->seed);
	else if (settings->at_fork)
		entropy_prefetch_start();
	if (!settings->seed && settings->replaces_clock_seeds)
		clock_seed_start();
}

void start_entropy(const struct settings *settings)
{
	if (settings->seed || settings->at_fork || settings->replaces_clock_seeds)
		start_wanted_entropy(settings);
}

void start_watching(const struct settings *settings, bool blind)
{
	prefetches = settings->at_fork;
	watches_forks = blind || prefetches || settings->seed || findings_wanted();
	if (watches_forks)
		watch_forks(settings->seed || prefetches, blind);
}

void start_once(void)
{
	if (likely(atomic_load_explicit(&stage, memory_order_acquire) == STARTED))
		return;
	int asleep = ASLEEP, saved = errno;
	if (atomic_compare_exchange_strong(&stage, &asleep, STARTING)) {
		start_shim();
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
