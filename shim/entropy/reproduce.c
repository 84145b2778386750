/* SPDX-License-Identifier: MIT
 *
 * The fork tree's keys. The key is inherited memory; that it is this process's own is
 * said by a mark in the wiped page, so that a child made behind our back is never taken
 * for its parent. How a key becomes a generator's state is in entropy.c.
 */
#include "reproduce.h"
#include "blake2s.h"
#include "core/lineage.h"
#include "entropy_keyed.h"
#include "rank.h"

#include PROCESSOR_FILE

#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>

enum { MOST_FORKING_THREADS = 16 }; /* at one time; children of more get no key */

/* Forks that are under way, by thread. A handler may fork inside a fork: then the thread
 * has two numbers here, and the higher one is the inner one's. */
struct pending {
	_Atomic uintptr_t thread;
	uint64_t ordinal;
};

/* Mapped when it is needed: most programs' data have no room for it. */
static struct tree {
	unsigned char key[BLAKE2S_BYTES];
	bool is_secret;
	_Atomic uint64_t forks; /* how many numbers this process has given away */
	struct pending pending[MOST_FORKING_THREADS];
} * tree;

static bool make_tree(bool is_secret)
{
	void *memory = mmap(NULL, sizeof *tree, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (memory == MAP_FAILED)
		return false;
	tree = memory;
	tree->is_secret = is_secret;
	return true;
}

/* As a child's key is one with its number: no number is as high as a rank's digits read
 * as one of 8 bytes. */
static void add_rank(const char *rank)
{
	unsigned char key[BLAKE2S_BYTES];
	memcpy(key, tree->key, sizeof key);
	entropy_hash(&(struct entropy_text){key, rank, strlen(rank)}, tree->key);
}

void reproduce_start(const char *text)
{
	const char *rank = rank_text();
	if (!make_tree(false))
		return;
	entropy_hash(&(struct entropy_text){NULL, text, strlen(text)}, tree->key);
	if (rank)
		add_rank(rank);
	atomic_store(&lineage_page->has_key, HAS_KEY);
}

void reproduce_start_secret(const void *bytes)
{
	if (!make_tree(true))
		return;
	memcpy(tree->key, bytes, sizeof tree->key);
	atomic_store(&lineage_page->has_key, HAS_SECRET);
}

/* The innermost fork of this thread, or NULL. */
static struct pending *innermost(void)
{
	struct pending *found = NULL;
	for (int i = 0; tree && i < MOST_FORKING_THREADS; i++)
		if (tree->pending[i].thread == processor_thread() &&
		    (!found || tree->pending[i].ordinal > found->ordinal))
			found = &tree->pending[i];
	return found;
}

/* In a new child: other threads' forks are not its own. Those that enclosed the fork it
 * came from, it goes on with itself, as forks of its own. */
static void inherit_pending(bool numbered, uintptr_t thread)
{
	for (int i = 0; tree && i < MOST_FORKING_THREADS; i++)
		if (numbered && tree->pending[i].thread == thread)
			tree->pending[i].ordinal = atomic_fetch_add(&tree->forks, 1) + 1;
		else if (tree->pending[i].thread != 0) /* a store would copy the page */
			atomic_store(&tree->pending[i].thread, 0);
}

void reproduce_derive(struct reproduce_heir *heir)
{
	if (heir->ordinal != NO_ORDINAL)
		entropy_hash(&(struct entropy_text){tree->key, &heir->ordinal,
						    sizeof heir->ordinal},
			     heir->key);
}

/* A handler that forks in the middle leaves its child without a key: it would be ours. */
static void take_over(const struct reproduce_heir *heir)
{
	uint32_t none = NO_KEY, taking = TAKING_KEY;
	if (!atomic_compare_exchange_strong(&lineage_page->has_key, &none, TAKING_KEY))
		return;
	memcpy(tree->key, heir->key, sizeof tree->key);
	atomic_store(&tree->forks, 0);
	atomic_compare_exchange_strong(&lineage_page->has_key, &taking,
				       tree->is_secret ? HAS_SECRET : HAS_KEY);
}

void reproduce_become(const struct reproduce_heir *heir, uintptr_t thread)
{
	if (heir->ordinal != NO_ORDINAL)
		take_over(heir);
	inherit_pending(heir->ordinal != NO_ORDINAL, thread);
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
	return atomic_load(&lineage_page->has_key) == HAS_KEY ? tree->key : NULL;
}

const void *reproduce_secret(void)
{
	return atomic_load(&lineage_page->has_key) == HAS_SECRET ? tree->key : NULL;
}

uint64_t reproduce_take_ordinal(void)
{
	bool has_key = reproduce_key() || reproduce_secret();
	return has_key ? atomic_fetch_add(&tree->forks, 1) + 1 : NO_ORDINAL;
}

void reproduce_before_fork(void)
{
	uint64_t ordinal = reproduce_take_ordinal();
	for (int i = 0; ordinal != NO_ORDINAL && i < MOST_FORKING_THREADS; i++) {
		uintptr_t nobody = 0;
		if (atomic_compare_exchange_strong(&tree->pending[i].thread, &nobody,
						   processor_thread())) {
			tree->pending[i].ordinal = ordinal;
			return;
		}
	}
}
