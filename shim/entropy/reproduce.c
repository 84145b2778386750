/* SPDX-License-Identifier: MIT
 *
 * The fork tree's keys. The key is inherited memory; that it is this process's own is
 * said by a mark in the wiped page, so that a child made behind our back is never taken
 * for its parent. How a key becomes a generator's state is in entropy.c.
 */
#include "reproduce.h"
#include "blake2s.h"
#include "core/lineage.h"

#include <pthread.h>
#include <string.h>

enum { MOST_FORKING_THREADS = 16 }; /* at one time; children of more get no key */

static unsigned char key[BLAKE2S_BYTES];
static _Atomic uint64_t forks; /* how many numbers this process has given away */

/* Forks that are under way, by thread. A handler may fork inside a fork: then the thread
 * has two numbers here, and the higher one is the inner one's. */
static struct pending {
	_Atomic uintptr_t thread;
	uint64_t ordinal;
} pending[MOST_FORKING_THREADS];

void reproduce_start(const char *text)
{
	struct blake2s state;
	blake2s_start(&state, NULL);
	blake2s_add(&state, text, strlen(text));
	blake2s_finish(&state, key);
	atomic_store(&lineage_page->has_key, 1);
}

/* The innermost fork of this thread, or NULL. */
static struct pending *innermost(void)
{
	struct pending *found = NULL;
	for (int i = 0; i < MOST_FORKING_THREADS; i++)
		if (pending[i].thread == (uintptr_t)pthread_self() &&
		    (!found || pending[i].ordinal > found->ordinal))
			found = &pending[i];
	return found;
}

/* In a new child: other threads' forks are not its own. Those that enclosed the fork it
 * came from, it goes on with itself, as forks of its own. */
static void inherit_pending(bool numbered)
{
	for (int i = 0; i < MOST_FORKING_THREADS; i++)
		if (numbered && pending[i].thread == (uintptr_t)pthread_self())
			pending[i].ordinal = atomic_fetch_add(&forks, 1) + 1;
		else if (pending[i].thread != 0) /* a store would copy the page */
			atomic_store(&pending[i].thread, 0);
}

void reproduce_become(uint64_t ordinal)
{
	struct blake2s state;
	if (ordinal != NO_ORDINAL) {
		blake2s_start(&state, key);
		blake2s_add(&state, &ordinal, sizeof ordinal);
		blake2s_finish(&state, key);
		atomic_store(&forks, 0);
		atomic_store(&lineage_page->has_key, 1);
	}
	inherit_pending(ordinal != NO_ORDINAL);
}

uint64_t reproduce_finish_fork(void)
{
	struct pending *mine = innermost();
	if (!mine)
		return NO_ORDINAL;
	atomic_store(&mine->thread, 0);
	return mine->ordinal;
}

void reproduce_in_parent(void)
{
	(void)reproduce_finish_fork();
}

const void *reproduce_key(void)
{
	return atomic_load(&lineage_page->has_key) ? key : NULL;
}

uint64_t reproduce_take_ordinal(void)
{
	return reproduce_key() ? atomic_fetch_add(&forks, 1) + 1 : NO_ORDINAL;
}

void reproduce_before_fork(void)
{
	uint64_t ordinal = reproduce_take_ordinal();
	for (int i = 0; ordinal != NO_ORDINAL && i < MOST_FORKING_THREADS; i++) {
		uintptr_t nobody = 0;
		if (atomic_compare_exchange_strong(&pending[i].thread, &nobody,
						   (uintptr_t)pthread_self())) {
			pending[i].ordinal = ordinal;
			return;
		}
	}
}
