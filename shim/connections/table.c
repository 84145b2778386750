/* SPDX-License-Identifier: MIT
 *
 * Pieces of 512 descriptors, the first of which is there from the start.
 */
#include "table.h"
#include "filter.h"
#include "system.h"
#include "watch.h"

#include <string.h>
#include <sys/mman.h>

enum { PIECE = 512, PIECES = TABLE_MOST / PIECE };

/* What every process needs is not mapped for itself: each mapping is paid by every fork
 * (connections.ld). */
static unsigned char marks[TABLE_MOST];
static struct descriptor first[PIECE];
static struct descriptor *_Atomic pieces[PIECES];

static void *map(size_t size)
{
	void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	return memory == MAP_FAILED ? NULL : memory;
}

struct descriptor *table_at(int fd)
{
	struct descriptor *piece = pieces[fd / PIECE];
	return piece ? piece + fd % PIECE : NULL;
}

/* Another thread may be making it. */
struct descriptor *table_make(int fd)
{
	enum { SIZE = PIECE * sizeof(struct descriptor) };
	if (!pieces[fd / PIECE] && !filter_is_on()) {
		int saved = errno;
		struct descriptor *none = NULL, *fresh = map(SIZE);
		if (fresh &&
		    !atomic_compare_exchange_strong(&pieces[fd / PIECE], &none, fresh))
			munmap(fresh, SIZE);
		errno = saved;
	}
	return table_at(fd);
}

void table_start(void)
{
	pieces[0] = first;
	watch_last = TABLE_MOST - 1;
	watch_marks = marks;
}

static bool is_marked(int fd)
{
	return watch_marks[fd] & MARKED;
}

/* Eight at a time. */
int table_next_marked(int fd, int highest)
{
	while (fd <= highest && !is_marked(fd)) {
		uint64_t eight;
		memcpy(&eight, &watch_marks[fd & ~7], sizeof eight);
		bool has_none = !(eight & 0x0101010101010101 * MARKED);
		fd = has_none ? (fd & ~7) + 8 : fd + 1;
	}
	return fd <= highest ? fd : TABLE_MOST;
}
_Static_assert(!((MARK_NEW | MARK_PLAIN) & MARKED), "a fork passes over these");
