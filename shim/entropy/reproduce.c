/* SPDX-License-Identifier: MIT
 *
 * The fork tree's keys. A process has its key in the wiped page, so that a child made
 * behind our back is never taken for its parent, and only leaves it to its children, in
 * inherited memory, once it forks: most never do, and copy no page. How a key becomes a
 * generator's state is in entropy.c.
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

/* A fork that is under way, by thread. A handler may fork inside a fork: then the thread
 * has two of them, and the higher number is the inner one's. Those of an ancestor, which
 * are left as they were, say in a new child which number it has, and then nothing. */
struct pending {
	_Atomic uint64_t of; /* the epoch of whose fork it is; 0: of nobody's */
	uintptr_t thread;
	uint64_t ordinal;
};
static const uint64_t IS_NEW = 1ull << 63; /* in `of`: not yet filled in */

/* Mapped when it is needed: most programs' data have no room for it. */
static struct tree {
	unsigned char key[BLAKE2S_BYTES];
	_Atomic uint64_t of; /* the epoch of whose key that is */
	_Atomic uint64_t
		full; /* the epoch of one that had no room for a fork of its own */
	bool is_secret;
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
	unsigned char key[BLAKE2S_BYTES], *own = lineage_page->tree_key;
	memcpy(key, own, sizeof key);
	entropy_hash(&(struct entropy_text){key, rank, strlen(rank)}, own);
}

void reproduce_start(const char *text)
{
	const char *rank = rank_text();
	if (!make_tree(false))
		return;
	entropy_hash(&(struct entropy_text){NULL, text, strlen(text)},
		     lineage_page->tree_key);
	if (rank)
		add_rank(rank);
	atomic_store(&lineage_page->has_key, HAS_KEY);
}

void reproduce_start_secret(const void *bytes)
{
	if (!make_tree(true))
		return;
	memcpy(lineage_page->tree_key, bytes, sizeof lineage_page->tree_key);
	atomic_store(&lineage_page->has_key, HAS_SECRET);
}

static bool has(uint32_t key)
{
	return atomic_load(&lineage_page->has_key) == key;
}

static bool has_any_key(void)
{
	return has(HAS_KEY) || has(HAS_SECRET);
}

const void *reproduce_key(void)
{
	return has(HAS_KEY) ? lineage_page->tree_key : NULL;
}

const void *reproduce_secret(void)
{
	return has(HAS_SECRET) ? lineage_page->tree_key : NULL;
}

static uint64_t next_ordinal(void)
{
	return has_any_key() ? atomic_fetch_add(&lineage_page->forks, 1) + 1 : NO_ORDINAL;
}

/* Where children find it. A thread that does so beside this one writes the same; a child
 * that a handler made in the middle does it again, with its own. */
static void leave_key(void)
{
	uint64_t own;
	while (has_any_key() && atomic_load(&tree->of) != (own = lineage_epoch())) {
		memcpy(tree->key, lineage_page->tree_key, sizeof tree->key);
		atomic_store(&tree->of, own);
	}
}

/* One that is free or, last, an ancestor's, the oldest first. */
static struct pending *claim(uint64_t own)
{
	for (;;) {
		struct pending *found = NULL;
		uint64_t least = UINT64_MAX;
		for (int i = 0; i < MOST_FORKING_THREADS && least != 0; i++) {
			uint64_t of = atomic_load(&tree->pending[i].of);
			if ((of & ~IS_NEW) != own && of < least)
				least = of, found = &tree->pending[i];
		}
		if (!found ||
		    atomic_compare_exchange_strong(&found->of, &least, own | IS_NEW))
			return found;
	}
}

/* A process without a key says so, too: what it inherited is not its children's. */
void reproduce_before_fork(void)
{
	struct pending *mine;
	if (!tree)
		return;
	do {
		uint64_t own = lineage_epoch();
		leave_key();
		mine = claim(own);
		if (!mine) {
			atomic_store(&tree->full, own);
			return;
		}
		mine->thread = processor_thread();
		mine->ordinal = next_ordinal();
		atomic_store(&mine->of, own);
	} while (atomic_load(&mine->of) != lineage_epoch());
}

static bool is_inside(const struct pending *a, const struct pending *b)
{
	return a->of != b->of ? a->of > b->of : a->ordinal > b->ordinal;
}

/* The innermost fork of a thread, of this process or, in a new one, its parent; or NULL.
 */
static struct pending *innermost(uintptr_t thread)
{
	struct pending *found = NULL;
	for (int i = 0; tree && i < MOST_FORKING_THREADS; i++) {
		struct pending *each = &tree->pending[i];
		if (each->of != 0 && !(each->of & IS_NEW) && each->thread == thread &&
		    (!found || is_inside(each, found)))
			found = each;
	}
	return found;
}

void reproduce_in_parent(void)
{
	struct pending *mine = innermost(processor_thread());
	if (mine && mine->of == lineage_epoch())
		atomic_store(&mine->of, 0);
}

static void derive(struct reproduce_heir *heir)
{
	if (heir->ordinal != NO_ORDINAL)
		entropy_hash(&(struct entropy_text){tree->key, &heir->ordinal,
						    sizeof heir->ordinal},
			     heir->key);
}

/* What an ancestor's fork says counts only beside its key: else the child's parent went
 * through a fork without an entry of its own. */
static __attribute__((noinline)) void find(struct reproduce_heir *heir, uintptr_t thread)
{
	const struct pending *fork = innermost(thread);
	bool is_numbered = fork && fork->of == tree->of;
	uint64_t of = is_numbered ? fork->of : 0,
		 ordinal = is_numbered ? fork->ordinal : NO_ORDINAL;
	if (heir->fork == fork && heir->of == of && heir->ordinal == ordinal)
		return;
	heir->fork = fork, heir->of = of, heir->ordinal = ordinal;
	derive(heir);
}

/* Again in a child that a handler made meanwhile, and that goes on here. */
void reproduce_before_clone(struct reproduce_heir *heir, uintptr_t thread)
{
	reproduce_before_fork();
	find(heir, thread);
	while (heir->ordinal != NO_ORDINAL && heir->of != lineage_epoch()) {
		reproduce_in_parent();
		reproduce_before_fork();
		find(heir, thread);
	}
}

/* A child that a handler makes from here on, and that goes on with this, has no mark in
 * its page and gets no key: it would be ours. */
static void begin(void)
{
	uint32_t none = NO_KEY;
	if (tree)
		atomic_compare_exchange_strong(&lineage_page->has_key, &none, TAKING_KEY);
}

/* Such a key of the parent's is not for its child to keep. */
static void forget_secret(void)
{
	if (!tree->is_secret || tree->of == 0)
		return;
	atomic_store(&tree->of, 0);
	memset(tree->key, 0, sizeof tree->key);
}

static void take_over(const struct reproduce_heir *heir)
{
	uint32_t taking = TAKING_KEY;
	memcpy(lineage_page->tree_key, heir->key, sizeof heir->key);
	if (tree->full == heir->of)
		atomic_store(&tree->of, 0);
	forget_secret();
	atomic_compare_exchange_strong(&lineage_page->has_key, &taking,
				       tree->is_secret ? HAS_SECRET : HAS_KEY);
}

/* A child without a number: what it inherited is not its own. */
static void take_nothing(uintptr_t thread)
{
	uint32_t taking = TAKING_KEY;
	struct pending *fork;
	while ((fork = innermost(thread)) && fork->ordinal != NO_ORDINAL)
		atomic_store(&fork->of, 0);
	forget_secret();
	atomic_compare_exchange_strong(&lineage_page->has_key, &taking, NO_KEY);
}

/* The forks that enclosed the one a child came from, it goes on with itself, as forks of
 * its own. */
static void take_over_outer(const struct reproduce_heir *heir, uintptr_t thread)
{
	for (int i = 0; i < MOST_FORKING_THREADS; i++) {
		struct pending *each = &tree->pending[i];
		if (each == heir->fork || each->of != heir->of || each->thread != thread)
			continue;
		uint64_t own;
		do {
			own = lineage_epoch();
			leave_key();
			each->ordinal = next_ordinal();
			atomic_store(&each->of, own);
		} while (own != lineage_epoch());
	}
}

void reproduce_become(struct reproduce_heir *heir, uintptr_t thread)
{
	begin();
	find(heir, thread);
	if (heir->ordinal != NO_ORDINAL) {
		take_over(heir);
		take_over_outer(heir, thread);
	} else if (tree) {
		take_nothing(thread);
	}
}
