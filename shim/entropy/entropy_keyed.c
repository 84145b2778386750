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
 * here, and little in the functions' own frames. A handler may fork and return in the
 * child, where the desk is wiped: so each pointer is read once, and may be NULL; what is
 * made of such work is void (lineage.h). */
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
	uint64_t lanes[2];
	uint32_t stream[EXPAND_WORDS];
};
_Static_assert(sizeof(struct work) <= DESK_BYTES, "it fits on the desk");
_Static_assert(BLAKE2S_BYTES == EXPAND_WORDS * sizeof(uint32_t), "a digest is a key");

/* Two lanes, each of which another word at any place changes. */
static void stir(struct work *work, uint64_t word)
{
	uint64_t *lanes = work->lanes;
	lanes[0] = (lanes[0] ^ word) * 0x9e3779b97f4a7c15;
	lanes[1] = (lanes[1] + word) * 0xd1342543de82ef95;
	lanes[0] ^= lanes[0] >> 32;
	lanes[1] ^= lanes[1] >> 29;
}

static void stir_all(struct work *work, const void *data, size_t size)
{
	const unsigned char *bytes = data;
	uint64_t word;
	for (; size >= sizeof word; size -= sizeof word, bytes += sizeof word) {
		memcpy(&word, bytes, sizeof word);
		stir(work, word);
	}
	for (word = 0; size > 0; size--)
		word = word << 8 | *bytes++;
	stir(work, word);
}

/* What a stream is named by, in 128 bits: it is told apart by them from others of the
 * same key, and nothing more. A state is long; to hash it was most of a first draw. */
__attribute__((noinline)) static void digest_name(struct work *work)
{
	const struct inherited *inherited = read_once(work->inherited);
	const uint32_t *more = read_once(work->more);
	if (!inherited)
		return;
	work->lanes[0] = inherited->size;
	work->lanes[1] = more != NULL;
	for (const char *name = inherited->generator; *name; name++)
		stir(work, (unsigned char)*name);
	stir_all(work, inherited->state, inherited->size);
	if (more)
		stir(work, *more);
}

/* A stream is named by the generator, the state it inherited and a number; a hash of the
 * key and that name, one block, is what it is expanded from. */
__attribute__((noinline)) static void name_stream(struct work *work)
{
	const void *key = read_once(work->key);
	blake2s_start(&work->hash);
	if (key)
		blake2s_add(&work->hash, key, BLAKE2S_BYTES);
	blake2s_add(&work->hash, work->lanes, sizeof work->lanes);
	blake2s_add(&work->hash, &work->number, sizeof work->number);
	blake2s_finish(&work->hash, work->stream);
}

__attribute__((noinline)) static void write_stream(struct work *work)
{
	unsigned char *buffer = read_once(work->buffer);
	if (buffer)
		expand_by(&work->expansion, buffer, work->size, work->stream);
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
	digest_name(&work);
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
	digest_name(work);
	name_stream(work);
	write_stream(work);
}

static void hash(struct blake2s *state, const struct entropy_text *text, void *digest)
{
	blake2s_start(state);
	if (text->key)
		blake2s_add(state, text->key, BLAKE2S_BYTES);
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

/* A child that a signal handler makes in the middle has no mark in its page, and none of
 * what would be ours. */
void entropy_prefetch(void)
{
	struct entropy_key *key = &lineage_page->key;
	uint32_t none = KEY_NONE, fetching = KEY_FETCHING;
	if (reproduce_key() ||
	    !atomic_compare_exchange_strong(&key->present, &none, KEY_FETCHING))
		return;
	const void *secret = reproduce_secret();
	if (secret)
		memcpy(key->bytes, secret, sizeof key->bytes);
	bool has = secret || entropy_kernel_fill(key->bytes, sizeof key->bytes);
	atomic_compare_exchange_strong(&key->present, &fetching,
				       has ? KEY_PRESENT : KEY_NONE);
}
