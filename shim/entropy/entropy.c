/* SPDX-License-Identifier: MIT
 *
 * Entropy: the kernel's, by a raw system call because libc's getrandom() is a
 * cancellation point; or a BLAKE2s stream under this process's key in the fork tree,
 * under a prefetched key or, last, under one put together from AT_RANDOM, the process's
 * ids and the clocks.
 */
#include "entropy.h"
#include "core/lineage.h"
#include "entropy_keyed.h"
#include "reproduce.h"

#include PROCESSOR_FILE

#include <errno.h>
#include <sys/random.h>
#include <sys/syscall.h>

#ifndef GRND_INSECURE
#define GRND_INSECURE 4 /* Linux 5.6: before the pool is ready, without waiting */
#endif

/* More than any real signal storm; a filter that always says EINTR must not hang us. */
enum { MOST_INTERRUPTIONS = 1000 };

bool entropy_kernel_fill(unsigned char *buffer, size_t size)
{
	unsigned flags =
		GRND_NONBLOCK; /* early boot must not block what never blocked bare */
	int interruptions = 0;
	while (size > 0) {
		long got = raw_syscall(SYS_getrandom, (long)buffer, (long)size, flags, 0);
		if (got > 0) {
			buffer += got;
			size -= (size_t)got;
		} else if (got == -EAGAIN && flags == GRND_NONBLOCK) {
			flags = GRND_INSECURE;
		} else if (got != -EINTR || ++interruptions > MOST_INTERRUPTIONS) {
			return false;
		}
	}
	return true;
}

/* The usual child has neither key, and calls nothing of what lies far away. */
void entropy_fill_knowing(void *buffer, size_t size, const struct inherited *inherited,
			  const uint32_t *more)
{
	struct entropy_key *key = &lineage_page->key;
	if (atomic_load(&lineage_page->has_key) == HAS_KEY)
		entropy_keyed_fill(buffer, size, reproduce_key(), inherited, more, 0);
	else if (atomic_load(&key->present) == KEY_PRESENT)
		entropy_keyed_fill(buffer, size, key->bytes, inherited, more,
				   atomic_fetch_add(&key->streams, 1));
	else if (!entropy_kernel_fill(buffer, size))
		entropy_distinct_fill(buffer, size, inherited, more);
}
