/* SPDX-License-Identifier: MIT
 *
 * The shim's beginning, in the parent: by its constructor or, because preloaded
 * constructors run late, by whichever hook is called first.
 */
#pragma once

#include "core/compiler.h"
#include "entropy/reproduce.h"

#include <stdbool.h>
#include <stdint.h>

/* Starts the shim unless that has been done. Safe to call from anywhere. */
void start_once(void);

/* In the midst of that: it is not known yet what is wanted. */
bool start_is_under_way(void);

/* What start_once() does, once: start.c, and for musl musl/start.c. These are its parts.
 */
struct settings;
void start_shim(void);
void start_entropy(const struct settings *settings);
void start_watching(const struct settings *settings, bool blind);

/* The question at the head of a hook: true when the next definition serves. `flag` is the
 * hook's own in `aside` (libc.h), which is true until the shim has started. */
bool steps_aside_now(const bool *flag);

__attribute__((always_inline)) static inline bool steps_aside(const bool *flag)
{
	return unlikely(*flag) && steps_aside_now(flag);
}

/* For the fork hooks: true when a new child needs start_child() called. */
bool start_watches_forks(void);

/* In a new child with memory of its own: `heir` is what its parent has found for it, or
 * empty; `thread` is pthread_self() of the thread that forked. Needs little stack and no
 * TLS: clone(2) gives a child what its caller likes. */
void start_child(struct reproduce_heir *heir, uintptr_t thread);
