/* SPDX-License-Identifier: MIT
 *
 * Streams out of a key, by BLAKE2s, whose digest expand.c makes as long as is wanted; and
 * the key of last resort, for children that the kernel gives nothing.
 */
#include "entropy_keyed.h"
#include "blake2s.h"
#include "core/lineage.h"
#include "expand.h"
#include "reproduce.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/syscall.h>
#include <time.h>

#include PROCESSOR_FILE

/* A stream to be made, and what it is made with: on the desk, or on the stack. All is in
 * here, and little in the functions' own frames. */
struct work {
	union {
		struct blake2s hash; /* first: one register for both */
		struct expansion expansion;
	};
	unsigned char *buffer;
	size_t size;
	const void *key;
	const struct inherited *inherited;
	const uint32_t *more;
	uint32_t number;
	bool is_on_desk;
	uint32_t stream[EXPAND_WORDS];
};
_Static_assert(sizeof(struct work) <= DESK_BYTES, "it fits on the desk");
_Static_assert(BLAKE2S_BYTES == EXPAND_WORDS * sizeof(uint32_t), "a digest is a key");

static void add(struct work *work, const void *data, size_t size)
{
	blake2s_add(&work->hash, data, size);
}

/* Apart: it fills no block, so its frame does not add to that of hashing one. */
__attribute__((noinline)) static void add_generator(struct work *work)
{
	const char *name = work->inherited->generator;
	size_t length = 0;
	while (name[length]) /* strlen(3) is a page of libc more */
		length++;
	add(work, name, length + 1);
}

/* A stream is named by the generator, the state it inherited and a number; the keyed hash
 * of that name is what it is expanded from: hashing each block took three times as long.
 */
__attribute__((noinline)) static void name_stream(struct work *work)
{
	blake2s_start(&work->hash, work->key);
	add(work, &work->number, sizeof work->number);
	add_generator(work);
	add(work, work->inherited->state, work->inherited->size);
	if (work->more)
		add(work, work->more, sizeof *work->more);
	blake2s_finish(&work->hash, work->stream);
}

__attribute__((noinline)) static void write_stream(struct work *work)
{
	expand_by(&work->expansion, work->buffer, work->size, work->stream);
	if (work->is_on_desk)
		lineage_leave_desk();
}

__attribute__((noinline)) static void fill_by_stack(unsigned char *buffer, size_t size,
						    const void *key,
						    const struct inherited *inherited,
						    const uint32_t *more, uint32_t number)
{
	struct work work;
	work.buffer = buffer, work.size = size, work.key = key;
	work.inherited = inherited, work.more = more, work.number = number;
	work.is_on_desk = false;
	name_stream(&work);
	write_stream(&work);
}

void entropy_keyed_fill(unsigned char *buffer, size_t size, const void *key,
			const struct inherited *inherited, const uint32_t *more,
			uint32_t number)
{
	struct work *work = lineage_take_desk();
	if (!work) {
		fill_by_stack(buffer, size, key, inherited, more, number);
		return;
	}
	work->buffer = buffer, work->size = size, work->key = key;
	work->inherited = inherited, work->more = more, work->number = number;
	work->is_on_desk = true;
	name_stream(work);
	write_stream(work);
}

static void hash(struct blake2s *state, const struct entropy_text *text, void *digest)
{
	blake2s_start(state, text->key);
	blake2s_add(state, text->text, text->size);
	blake2s_finish(state, digest);
}

__attribute__((noinline)) static void hash_by_stack(const struct entropy_text *text,
						    void *digest)
{
	struct blake2s state;
	hash(&state, text, digest);
}

void entropy_hash(const struct entropy_text *text, void *digest)
{
	struct blake2s *state = lineage_take_desk();
	if (!state) {
		hash_by_stack(text, digest);
		return;
	}
	hash(state, text, digest);
	lineage_leave_desk();
}

/* Siblings differ by pid, or in pid namespaces at least by the clocks; the 16 bytes of
 * AT_RANDOM (getauxval(3)) keep outsiders from guessing along. */
void entropy_distinct_fill(unsigned char *buffer, size_t size,
			   const struct inherited *inherited, const uint32_t *more)
{
	int saved = errno;
	struct {
		unsigned char start[16];
		struct timespec real, monotonic;
		long pid, tid, parent;
	} facts = {.pid = raw_syscall(SYS_getpid, 0, 0, 0, 0),
		   .tid = raw_syscall(SYS_gettid, 0, 0, 0, 0),
		   .parent = raw_syscall(SYS_getppid, 0, 0, 0, 0)};
	unsigned char key[BLAKE2S_BYTES];
	const void *start_key = (const void *)getauxval(AT_RANDOM);
	if (start_key)
		memcpy(facts.start, start_key, sizeof facts.start);
	clock_gettime(CLOCK_REALTIME, &facts.real);
	clock_gettime(CLOCK_MONOTONIC, &facts.monotonic);
	entropy_hash(&(struct entropy_text){NULL, &facts, sizeof facts}, key);
	entropy_keyed_fill(buffer, size, key, inherited, more,
			   atomic_fetch_add(&lineage_page->fallbacks, 1));
	errno = saved;
}

/* At the start: what a fork asks for later may be deadly by then. */
void entropy_prefetch_start(void)
{
	unsigned char bytes[BLAKE2S_BYTES];
	if (entropy_kernel_fill(bytes, sizeof bytes))
		reproduce_start_secret(bytes);
}

void entropy_prefetch(void)
{
	struct entropy_key *key = &lineage_page->key;
	const void *secret = reproduce_secret();
	if (reproduce_key() || atomic_load(&key->present))
		return;
	if (secret)
		memcpy(key->bytes, secret, sizeof key->bytes);
	else if (!entropy_kernel_fill(key->bytes, sizeof key->bytes))
		return;
	atomic_store(&key->present, 1);
}
