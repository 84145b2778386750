/* SPDX-License-Identifier: MIT
 *
 * Streams out of a key, by BLAKE2s; and the key of last resort, for children that the
 * kernel gives nothing.
 */
#include "entropy_keyed.h"
#include "blake2s.h"
#include "core/lineage.h"

#include <errno.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/syscall.h>
#include <time.h>

#include PROCESSOR_FILE

static void add_inherited(struct blake2s *hash, struct inherited inherited)
{
	blake2s_add(hash, inherited.generator, strlen(inherited.generator) + 1);
	blake2s_add(hash, inherited.state, inherited.size);
}

/* A stream is named by the generator, the state it inherited and a number; its blocks are
 * BLAKE2s of that name's keyed hash and their count. (A secret prefix keys BLAKE2 as well
 * as its key block does, at half the price.) */
void entropy_keyed_fill(unsigned char *buffer, size_t size, const void *key,
			struct inherited inherited, uint32_t number)
{
	struct blake2s hash;
	unsigned char stream[BLAKE2S_BYTES], block[BLAKE2S_BYTES];
	blake2s_start(&hash, key);
	blake2s_add(&hash, &number, sizeof number);
	add_inherited(&hash, inherited);
	blake2s_finish(&hash, stream);
	for (uint32_t count = 0; size > 0; count++) {
		size_t part = size < sizeof block ? size : sizeof block;
		blake2s_start(&hash, NULL);
		blake2s_add(&hash, stream, sizeof stream);
		blake2s_add(&hash, &count, sizeof count);
		blake2s_finish(&hash, block);
		memcpy(buffer, block, part);
		buffer += part;
		size -= part;
	}
}

/* Siblings differ by pid, or in pid namespaces at least by the clocks; the 16 bytes of
 * AT_RANDOM (getauxval(3)) keep outsiders from guessing along. */
void entropy_distinct_fill(unsigned char *buffer, size_t size, struct inherited inherited)
{
	int saved = errno;
	struct {
		unsigned char start[16];
		struct timespec real, monotonic;
		long pid, tid, parent;
	} facts = {.pid = raw_syscall(SYS_getpid, 0, 0, 0, 0),
		   .tid = raw_syscall(SYS_gettid, 0, 0, 0, 0),
		   .parent = raw_syscall(SYS_getppid, 0, 0, 0, 0)};
	struct blake2s hash;
	unsigned char key[BLAKE2S_BYTES];
	const void *start_key = (const void *)getauxval(AT_RANDOM);
	if (start_key)
		memcpy(facts.start, start_key, sizeof facts.start);
	clock_gettime(CLOCK_REALTIME, &facts.real);
	clock_gettime(CLOCK_MONOTONIC, &facts.monotonic);
	blake2s_start(&hash, NULL);
	blake2s_add(&hash, &facts, sizeof facts);
	blake2s_finish(&hash, key);
	entropy_keyed_fill(buffer, size, key, inherited,
			   atomic_fetch_add(&lineage_page->fallbacks, 1));
	errno = saved;
}
