/* SPDX-License-Identifier: MIT
 *
 * Starting: find what lies behind the hooks, read FORKSEED_CONNECTIONS and
 * FORKSEED_PEERS, arm the page that tells a child from its parent, register for forks.
 */
#include "start.h"
#include "core/lineage.h"
#include "core/settings.h"
#include "next.h"
#include "peers.h"
#include "recorder/findings.h"
#include "tell.h"
#include "watch.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

/* What pthread_atfork(3) calls (glibc, nptl/pthread_atfork.c). Weak: a libc without it
 * must be able to load this object. */
int __register_atfork(void (*prepare)(void), void (*parent)(void), void (*child)(void),
		      void *object) __attribute__((weak));

enum { ASLEEP, STARTING, STARTED };
static _Atomic int stage = ASLEEP;
static _Atomic bool is_found;
static bool is_ending;

bool connections_are_ending(void)
{
	return is_ending;
}

static bool find(void)
{
	bool all = next_find();
	is_found = true;
	return all;
}

static bool read_settings(struct watching *wanted)
{
	const char *text = settings_value("FORKSEED_CONNECTIONS");
	const char *off = settings_value("FORKSEED");
	*wanted = (struct watching){
		.isolates = settings_lists(text, "isolate"),
		.at_fork = settings_lists(text, "eager"),
		.records = tell_is_wanted(),
		.touches = settings_lists(text, "touch"),
	};
	wanted->warns = settings_lists(text, "warn") && wanted->records;
	return (wanted->isolates || wanted->warns) && !(off && strcmp(off, "off") == 0);
}

/* A child runs nothing of ours that it need not: its first step into this object is a
 * page fault. */
static int watch_forks(const struct watching *wanted, enum lineage_detector detector)
{
	bool acts_in_child = wanted->at_fork || detector != DETECTOR_WIPE;
	return __register_atfork(watch_before_fork, watch_after_fork,
				 acts_in_child ? watch_in_child : NULL, NULL);
}

/* Without a table, a shim that records, or glibc, nothing is watched. */
static void start(void)
{
	struct watching wanted;
	bool is_glibc = find();
	if (!is_glibc || !read_settings(&wanted) || !shared_start()) {
		watch_start(NULL);
		return;
	}
	enum lineage_detector detector = lineage_arm();
	peers_start(settings_value("FORKSEED_PEERS"));
	watch_start(&wanted);
	if (watch_forks(&wanted, detector) != 0)
		watch_start(NULL);
}

void connections_start_once(void)
{
	if (likely(atomic_load_explicit(&stage, memory_order_acquire) == STARTED))
		return;
	int asleep = ASLEEP, saved = errno;
	if (!shim_is_starting() &&
	    atomic_compare_exchange_strong(&stage, &asleep, STARTING)) {
		start();
		stage = STARTED;
	} else if (!is_found) {
		find(); /* a handler or thread in mid-start, or the shim in its own */
	}
	errno = saved;
}

__attribute__((constructor)) static void construct(void)
{
	connections_start_once();
}

__attribute__((destructor)) static void destruct(void)
{
	is_ending = true;
}
