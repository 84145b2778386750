/* SPDX-License-Identifier: MIT
 *
 * A set of addresses with open addressing, in memory of its own (mmap, never malloc). A
 * fork may catch another thread in the middle: entries get their owner before their
 * address, and a longer table replaces the old one by a single store.
 */
#include "arrays.h"

#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>
#include <sys/mman.h>

struct entry {
	_Atomic uintptr_t array;
	_Atomic uint64_t owner;
};

struct table {
	size_t size; /* a power of two */
	size_t used;
	struct entry *entries;
};

enum { FIRST_SIZE = 32, MOST_SIZE = 1 << 16 };

static struct entry first_entries[FIRST_SIZE];
static struct table first = {.size = FIRST_SIZE, .entries = first_entries};
static struct table *_Atomic table = &first;

/* The array's entry, or the empty one where it would go. */
static struct entry *find(struct table *in, uintptr_t array)
{
	size_t mask = in->size - 1;
	size_t index = (size_t)(((uint64_t)array * 0x9e3779b97f4a7c15) >> 32) & mask;
	while (in->entries[index].array != 0 && in->entries[index].array != array)
		index = (index + 1) & mask;
	return &in->entries[index];
}

static void insert(struct table *in, uintptr_t array, uint64_t owner)
{
	struct entry *entry = find(in, array);
	entry->owner = owner;
	if (entry->array == 0) {
		in->used++;
		entry->array = array;
	}
}

static size_t bytes(size_t size)
{
	return sizeof(struct table) + size * sizeof(struct entry);
}

static bool grow(struct table *old)
{
	int saved = errno;
	if (old->size == MOST_SIZE)
		return false;
	struct table *longer = mmap(NULL, bytes(old->size * 2), PROT_READ | PROT_WRITE,
				    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	errno = saved;
	if (longer == MAP_FAILED)
		return false;
	longer->size = old->size * 2;
	longer->entries = (struct entry *)(longer + 1);
	for (size_t i = 0; i < old->size; i++)
		if (old->entries[i].array != 0)
			insert(longer, old->entries[i].array, old->entries[i].owner);
	table = longer;
	if (old != &first)
		munmap(old, bytes(old->size));
	return true;
}

/* The first one is filled to its last entry but one: a sandbox may kill for mmap(2). */
static bool is_full(const struct table *now)
{
	return now->used >= (now == &first ? FIRST_SIZE - 1 : now->size / 2);
}

void arrays_note(const void *array, uint64_t owner)
{
	struct table *now = table;
	if (is_full(now) && find(now, (uintptr_t)array)->array == 0 && !grow(now))
		return;
	insert(table, (uintptr_t)array, owner);
}

uint64_t arrays_owner(const void *array)
{
	struct entry *entry = find(table, (uintptr_t)array);
	return entry->array ? entry->owner : ARRAYS_UNKNOWN;
}

bool arrays_are_honoured(const void *array, uint64_t me)
{
	uint64_t owner = arrays_owner(array);
	return owner == ARRAYS_UNKNOWN || owner == me;
}
