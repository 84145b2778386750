/* SPDX-License-Identifier: MIT
 *
 * Reproducible mode (FORKSEED_SEED): every process of the fork tree has a key that
 * depends on the seed text and on its place in the tree alone. The place is fixed at the
 * fork: each process numbers its forks, and a child's key is a keyed function of its
 * parent's and of its number. A child that no hook of ours saw being made has no number
 * and no key. With a key that nobody knows the same tree hands entropy down without a
 * system call at the fork, where a sandbox may kill for one (FORKSEED_WHEN=fork); a child
 * overwrites such a key of its parent's, and can compute neither that nor its siblings'.
 *
 * Safe in signal handlers and threads; errno is kept.
 */
#pragma once

#include <stdint.h>

enum { NO_ORDINAL = 0 };

/* The mark in the wiped page (lineage.h). */
enum { NO_KEY = 0, HAS_KEY = 1, TAKING_KEY = 2, HAS_SECRET = 3 };

/* In the parent, once: the root's key, of the text and of the rank (rank.h). */
void reproduce_start(const char *text);

/* The same with 32 random bytes: nothing is reproducible then. */
void reproduce_start_secret(const void *bytes);

/* This process's key of 32 bytes, or NULL where it has none of that kind. */
const void *reproduce_key(void);
const void *reproduce_secret(void);

/* What a new child takes along: its number, NO_ORDINAL where it gets no key, and then its
 * key. */
struct reproduce_heir {
	uint64_t ordinal;
	uint64_t of;      /* lineage_epoch() of its parent */
	const void *fork; /* where it found them, if it did */
	uint32_t key[8];
};

/* For atfork handlers: the number is taken before the fork and found again in the child
 * by the thread that forks. A failed fork has used its number up. */
void reproduce_before_fork(void);
void reproduce_in_parent(void);

/* Before a fork whose child has but little stack: finds its number and fills in its key
 * here. */
void reproduce_before_clone(struct reproduce_heir *heir, uintptr_t thread);

/* In the child, before anything else of it is known: it gets the key that its parent's
 * fork has for it, unless `heir` has one. `thread` is pthread_self() of the thread that
 * forked. Needs no TLS. */
void reproduce_become(struct reproduce_heir *heir, uintptr_t thread);
