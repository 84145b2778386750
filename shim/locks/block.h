/* SPDX-License-Identifier: MIT
 *
 * Threads that wait for a condition get their mutex back within libc, where no gate is: a
 * fork takes these mutexes itself meanwhile, as pthread_mutex_lock(3) would, but without
 * becoming their owner. Only plain, recursive, checking and adaptive ones of one process.
 * Safe anywhere.
 */
#pragma once

#include "gate.h"

#include <pthread.h>

/* Whoever waits now doesn't go on before block_end(). False when somebody has such a
 * mutex: then what was taken is to be given back, or that one will not let go of it. */
bool block_waiters(const struct slot *own);

/* The forking thread wants one itself, in a fork handler that is run after ours. */
void block_spare(const pthread_mutex_t *mutex);

/* In the same thread, or the child that it has forked. */
void block_end(void);
