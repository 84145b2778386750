/* SPDX-License-Identifier: MIT
 *
 * Random bytes for whoever draws keys in a child, straight to the caller: where the
 * library's own generator can't be had without a lock that may be held for ever, or can't
 * be reseeded.
 */
#pragma once

#include "adapter.h"

/* To be called by the adapter's start(). In the parent; keeps nothing open. */
void secret_start(void);

/* The kernel's bytes. Under --seed, and where the kernel refuses, a keyed function of
 * what this process alone was told, so that nobody else can tell them from TEXT: distinct
 * in each child, but never the same in another run. Safe in threads and handlers. */
void secret_fill(const char *generator, void *buffer, size_t size);

/* Where it is listed among the adapter's functions: true if no lock can have been left
 * behind by a thread that is not here. */
internal extern const char *secret_single_threaded; /* __libc_single_threaded */
#define SECRET_SINGLE_THREADED                                                           \
	{                                                                                \
		"__libc_single_threaded", NULL, (void **)&secret_single_threaded, true   \
	}

static inline bool secret_was_alone(void)
{
	return secret_single_threaded && *secret_single_threaded;
}
