/* SPDX-License-Identifier: MIT
 *
 * A hash table with open addressing. Entries move only when one is added: objects may be
 * freed while the entries are gone through.
 */
#include "python_objects.h"

#include <sys/mman.h>

static struct table {
	struct tracked *entries;
	size_t size; /* a power of 2, or 0 */
	size_t used; /* entries that are not empty: removed ones count */
	size_t living;
} table;

static PyObject removed; /* its address stands where an object was */

static size_t hash(const PyObject *object)
{
	return (size_t)(((uintptr_t)object >> 4) * (uint64_t)0x9e3779b97f4a7c15 >> 20);
}

/* The entry of an object, or else where it would go: the first removed one on the way, or
 * an empty one. The table is never full. */
static struct tracked *probe(const struct table *in, const PyObject *object)
{
	struct tracked *free = NULL;
	for (size_t i = hash(object);; i++) {
		struct tracked *entry = &in->entries[i & (in->size - 1)];
		if (entry->object == object)
			return entry;
		if (!entry->object)
			return free ? free : entry;
		if (entry->object == &removed && !free)
			free = entry;
	}
}

static size_t bytes(const struct table *of)
{
	return of->size * sizeof *of->entries;
}

void *python_memory(size_t size)
{
	void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return memory == MAP_FAILED ? NULL : memory;
}

/* Into a table of that many entries, without the removed ones. */
static bool move_to(size_t size)
{
	struct table old = table, fresh = {.size = size, .living = table.living};
	fresh.entries = python_memory(bytes(&fresh));
	if (!fresh.entries)
		return false;
	for (size_t i = 0; i < old.size; i++)
		if (old.entries[i].object && old.entries[i].object != &removed) {
			*probe(&fresh, old.entries[i].object) = old.entries[i];
			fresh.used++;
		}
	table = fresh;
	if (old.size)
		munmap(old.entries, bytes(&old));
	return true;
}

/* At most three quarters full, so that a probe is short, and half full when made: 24 to
 * 64 bytes an object. A page to begin with. */
static size_t size_for(size_t living)
{
	size_t size = 128;
	while (size < 2 * (living + 1))
		size *= 2;
	return size;
}

static bool has_room(void)
{
	size_t size = size_for(table.living);
	bool is_wasteful = table.size > 8 * size;
	return (table.used < table.size / 4 * 3 && !is_wasteful) || move_to(size) ||
	       is_wasteful;
}

struct tracked *tracked_add(PyObject *object)
{
	struct tracked *entry = tracked_find(object);
	if (entry || !has_room())
		return entry;
	entry = probe(&table, object);
	table.used += !entry->object;
	table.living++;
	*entry = (struct tracked){.object = entry->object};
	entry->object = object;
	return entry;
}

struct tracked *tracked_find(PyObject *object)
{
	struct tracked *entry = table.size ? probe(&table, object) : NULL;
	return entry && entry->object == object ? entry : NULL;
}

void tracked_remove(PyObject *object)
{
	struct tracked *entry = tracked_find(object);
	if (entry) {
		entry->object = &removed;
		table.living--;
	}
}

void tracked_clear(void)
{
	if (table.size)
		munmap(table.entries, bytes(&table));
	table = (struct table){0};
}

bool tracked_at(size_t number, struct tracked **entry)
{
	if (number >= table.size)
		return false;
	*entry = &table.entries[number];
	if (!(*entry)->object || (*entry)->object == &removed)
		*entry = NULL;
	return true;
}
