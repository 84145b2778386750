/* SPDX-License-Identifier: MIT
 *
 * A hash table with open addressing. Each change is one store of a pointer behind the
 * others, so that a child forked in the middle by another thread finds a whole table.
 */
#include "python_objects.h"

#include <sys/mman.h>

static struct table {
	struct tracked *entries;
	size_t size; /* a power of 2, or 0 */
	size_t used; /* entries that are not empty: removed ones count */
} table;

static PyObject removed; /* its address stands where an object was */

static size_t hash(const PyObject *object)
{
	return (size_t)(((uintptr_t)object >> 4) * (uint64_t)0x9e3779b97f4a7c15 >> 20);
}

/* The entry of an object, or the first empty one; the table is never full. */
static struct tracked *probe(const struct table *in, const PyObject *object)
{
	for (size_t i = hash(object);; i++) {
		struct tracked *entry = &in->entries[i & (in->size - 1)];
		if (entry->object == object || !entry->object)
			return entry;
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
	struct table old = table, fresh = {.size = size};
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

static size_t count(void)
{
	size_t living = 0;
	for (size_t i = 0; i < table.size; i++)
		living += table.entries[i].object && table.entries[i].object != &removed;
	return living;
}

/* At most half full, so that a probe is short; a page to begin with. */
static bool has_room(void)
{
	if (table.used < table.size / 2)
		return true;
	size_t size = 128;
	while (size < 4 * (count() + 1))
		size *= 2;
	return move_to(size);
}

struct tracked *tracked_add(PyObject *object)
{
	struct tracked *entry = tracked_find(object);
	if (entry || !has_room())
		return entry;
	entry = probe(&table, object);
	*entry = (struct tracked){0};
	table.used++;
	entry->object = object;
	return entry;
}

struct tracked *tracked_find(PyObject *object)
{
	struct tracked *entry = table.size ? probe(&table, object) : NULL;
	return entry && entry->object ? entry : NULL;
}

void tracked_remove(PyObject *object)
{
	struct tracked *entry = tracked_find(object);
	if (entry)
		entry->object = &removed;
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
