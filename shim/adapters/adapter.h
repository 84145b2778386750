/* SPDX-License-Identifier: MIT
 *
 * An adapter: a library's or interpreter's generators, healed from outside. It is one
 * file of this directory and one row of runtimes/runtimes.h. It names functions of the
 * library; wherever a loaded object would call one of them, it calls the adapter's hook
 * instead (slots.c), and the hook goes on to `next`.
 *
 * Hooks are called by the program, so they may do what the function that they stand for
 * may: also in a child, where the library's own locks may be held for ever by threads
 * that are not there. Whoever draws from such a library in a child waits bare as well,
 * but a heal must not wait where bare would not: it takes no lock of the library's before
 * a draw would.
 */
#pragma once

#include "core/compiler.h"
#include "runtimes/adapters.h"
#include "runtimes/runtimes.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A function of the library. Without a hook it is only looked up. */
struct adapted {
	const char *name;
	void *hook;
	void **next; /* where the library's own goes; NULL: it has none */
	bool is_optional;
};

struct adapter {
	const struct adapted *functions; /* the last has no name */
	/* When all that is not optional was found, in the parent and before any hook is
	 * in place; again when the library was closed and opened anew, be it in its old
	 * place. False: it is not
	 * what it looks like, so hands off (and a finding, by adapter_refuses()). NULL:
	 * true. */
	bool (*start)(void);
};

#define X(name, runtime, mark, words) internal extern const struct adapter runtime;
ADAPTERS(X)
#undef X

internal extern struct adapter_services services;

/* Fills a buffer for a child's generator; safe in threads and handlers; keeps errno. */
static inline void adapter_fill(void *buffer, size_t size, const char *generator,
				const void *state, size_t state_size)
{
	services.fill(buffer, size, &(struct inherited){generator, state, state_size},
		      NULL);
}

/* Shows an adapter each object when it has come, perhaps again, as long as its library is
 * there: what no relocation leads to may be replaced by slots_write(). To be called by
 * its start(). */
struct dl_phdr_info;
struct object;
typedef void adapter_meeting(const struct dl_phdr_info *info, struct object *object);
void adapter_meets(adapter_meeting *meet);

/* Its library was closed: what it knows of it is nobody's. Its objects (objects.h) are
 * forgotten, and that its streams were seeded; this is for what others may come by. To be
 * called by its start(). */
void adapter_leaves(void (*leave)(void));

/* A library that is not healed, and why, for an audit: told by the next fork, as whoever
 * does not fork needs none of it; at once in a child that draws. _now: in a fork. */
void adapter_refuses(const char *generator, const char *why);
void adapter_refuses_now(const char *generator, const char *why);
