/* SPDX-License-Identifier: MIT
 *
 * A stream that a library keeps for the whole process: whose it is, and making it this
 * process's own. In a process that was never forked from one with the shim it stays the
 * library's alone, and a hook costs one comparison. Objects of which there may be many
 * are in objects.h.
 *
 * Safe in threads; a signal handler that forks inside a heal returns in a child that
 * heals again.
 */
#pragma once

#include "adapter.h"

struct stream {
	const char *name; /* as runtimes.h has it; NULL: not told */
	int index;        /* INDEX_OF_... there, or ANOTHER_STREAM() */
	/* Gives this process a stream of its own, by services.fill(). Called under the
	 * stream's lock; must take no lock that a draw would not take. */
	void (*heal)(void);
	/* Of the program's own choice: then it stays as it is, but under --seed.
	 * Inherited. */
	_Atomic bool is_seeded;
};

/* A runtime's second stream, or third, has a life at the lives' end: its number there is
 * one of these. The last life is the door's. */
enum { LIFE_OF_DOOR = 1, LIFE_OF_PHP_LCG, LIFE_OF_TORCH, LIVES_AT_THE_END };
_Static_assert(RUNTIMES_LISTED - ADAPTERS_BEGIN + LIVES_AT_THE_END - 1 <= ADAPTED_LIVES,
	       "a life for each");
#define ANOTHER_STREAM(index, life) ((index) | (life) << 8)

static inline int stream_runtime(const struct stream *stream)
{
	return stream->index & 255;
}

static inline struct life *stream_life(const struct stream *stream)
{
	int another = stream->index >> 8;
	return &services.lives[another ? ADAPTED_LIVES - another
				       : stream->index - ADAPTERS_BEGIN];
}

/* To be called by the adapter's start(). */
void stream_start(struct stream *stream);

/* A runtime's library was closed: the next one's streams were not seeded yet. */
void streams_forget(int runtime);

/* In a child whose word is still zero. */
void stream_settle(struct stream *stream);

/* Before each draw. True in a process that is nobody's child: the draw is the library's.
 */
static inline bool stream_is_first_owners(struct stream *stream)
{
	uint64_t word =
		atomic_load_explicit(&stream_life(stream)->word, memory_order_acquire);
	if (unlikely(word < ROOT))
		stream_settle(stream);
	return word == ROOT;
}

/* For adapters whose draws in children need a lock of their own: free in every child. */
static inline void stream_take(const struct stream *stream)
{
	lock_take(&stream_life(stream)->lock);
}

static inline void stream_drop(const struct stream *stream)
{
	lock_drop(&stream_life(stream)->lock);
}

/* The library has seeded it itself, in this child: it gets all of a state, and that is no
 * finding. */
void stream_renew(struct stream *stream);

/* The program has seeded it itself, in whichever process; told to an audit. The state
 * that was inherited is gone. */
void stream_seeded(struct stream *stream, const struct seeding *seeding);
