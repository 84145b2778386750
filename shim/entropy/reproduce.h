/* SPDX-License-Identifier: MIT
 *
 * Reproducible mode (FORKSEED_SEED): every process of the fork tree has a key that
 * depends on the seed text and on its place in the tree alone. The place is fixed at the
 * fork: each process numbers its forks, and a child's key is a keyed function of its
 * parent's and of its number. A child that no hook of ours saw being made has no number
 * and no key.
 *
 * Safe in signal handlers and threads; errno is kept.
 */
#pragma once

#include <stdint.h>

enum { NO_ORDINAL = 0 };

/* In the parent, once: the root's key. */
void reproduce_start(const char *text);

/* This process's key of 32 bytes, or NULL where it has none. */
const void *reproduce_key(void);

/* For atfork handlers: the number is taken before the fork and found again in the child
 * by the thread that forks. A failed fork has used its number up. */
void reproduce_before_fork(void);
void reproduce_in_parent(void);
uint64_t reproduce_finish_fork(void); /* in the child: its number */

/* For hooks that can hand the number over themselves: NO_ORDINAL where this process has
 * no key, and then the child has none. */
uint64_t reproduce_take_ordinal(void);
void reproduce_become(uint64_t ordinal);
