/* SPDX-License-Identifier: MIT
 *
 * Starting: find libc, read the settings, arm the page, hand the generators over. Here is
 * the one table that lists the generators. What calls it is hooks/init.c, and all hooks.
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
#include "generators/permutation.h"
#include "recorder/findings.h"
#include "runtimes/runtimes.h"

#include PROCESSOR_FILE

#include <errno.h>
#include <pthread.h>

static const struct generator {
	char name[12]; /* as FORKSEED_KEEP has it */
	void (*start)(bool keep);
} generators[] = {
	{"random", additive_start},
	{"drand48", lcg48_start},
	{"strfry", permutation_start},
};

/* pthread_atfork(3) asks whose handler it is; crtbeginS.o, which we do without, defines
 * it. */
extern void *const __dso_handle __attribute__((visibility("hidden")));
void *const __dso_handle = NULL;

enum { ASLEEP, STARTING, STARTED };
static _Atomic int stage = ASLEEP;
static bool prefetches, watches_forks;

bool start_watches_forks(void)
{
	return watches_forks;
}

/* The mark of a new child's place in the fork tree goes into a page already forgotten. */
far_away void start_child(const struct reproduce_heir *heir, uintptr_t thread)
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
	struct reproduce_heir heir = {.ordinal = reproduce_finish_fork()};
	lineage_child(); /* the desk may have been in use */
	reproduce_derive(&heir);
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
static far_away void start_entropy(const struct settings *settings)
{
	if (settings->seed)
		reproduce_start(settings->seed);
	else if (settings->at_fork)
		entropy_prefetch_start();
	if (!settings->seed && settings->replaces_clock_seeds)
		clock_seed_start();
}

static void start(void)
{
	libc_find();
	struct settings settings = settings_read();
	if (settings.off || !libc_is_whole())
		return;
	bool blind = lineage_arm() == DETECTOR_HOOKS;
	if (settings.audit)
		findings_start(settings.audit, settings.seed, blind);
	if (settings.seed || settings.at_fork || settings.replaces_clock_seeds)
		start_entropy(&settings);
	for (size_t i = 0; i < sizeof generators / sizeof *generators; i++)
		generators[i].start(settings_lists(settings.keep, generators[i].name));
	prefetches = settings.at_fork;
	watches_forks = blind || prefetches || settings.seed || findings_wanted();
	if (watches_forks)
		watch_forks(settings.seed || prefetches, blind);
	runtimes_start(&settings);
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
