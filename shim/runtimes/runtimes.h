/* SPDX-License-Identifier: MIT
 *
 * Runtimes: generators beyond libc's, each healed by one file of this directory. Here is
 * the one table that lists them; a row is its name in settings (FORKSEED_RUNTIMES,
 * FORKSEED_KEEP) and the struct that its file fills in.
 *
 * A runtime is looked for in the parent only, when the shim starts and when the program
 * has opened objects since. A program that has none pays a test of one word at a fork.
 */
#pragma once

#include "core/compiler.h"
#include "core/settings.h"

#include <stdatomic.h>
#include <stdbool.h>

/* Runtimes inside CPython: each is a struct python_runtime by that name (python.h). */
#define PYTHON_RUNTIMES(X)                                                               \
	X("numpy", numpy_runtime)                                                        \
	X("python", python_random_runtime)

#define RUNTIMES(X) PYTHON_RUNTIMES(X)

enum {
#define X(name, runtime) INDEX_OF_##runtime,
	RUNTIMES(X) RUNTIMES_LISTED
#undef X
};

/* Not 0 where a fork has something to do. */
internal extern _Atomic bool runtimes_awake;

/* Which are active by the settings, and whether one is in the process already. */
void runtimes_start(const struct settings *settings);

/* True for the runtime of that index if the settings let us heal it, or if it is kept as
 * it is (FORKSEED_KEEP) and an audit wants to know who draws from it. */
bool runtimes_is_active(int index);
bool runtimes_is_kept(int index);

/* The program is about to open an object (dlopen(3)). Keeps errno. */
void runtimes_before_open(void);

/* The program is about to close one (dlclose(3)). */
void runtimes_before_close(void);

/* The program is about to fork, in a function that `caller` called. Keeps errno; takes no
 * lock but the interpreter's own for its list of pending calls. */
void runtimes_look_before_fork(const void *caller);

static inline void runtimes_before_fork(const void *caller)
{
	if (unlikely(atomic_load_explicit(&runtimes_awake, memory_order_relaxed)))
		runtimes_look_before_fork(caller);
}
