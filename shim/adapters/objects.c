/* SPDX-License-Identifier: MIT
 *
 * One table for all adapters, by open addressing. An entry that was removed is used again
 * for whatever is added next.
 */
#include "objects.h"

#include <errno.h>

enum { ENTRIES = 4096, GONE = 1 };

struct entry {
	_Atomic uintptr_t object; /* 0: never used, GONE: free again */
	_Atomic uint64_t
		process; /* by lineage's number, whose state it is; 0: nobody's */
	const struct objects *kind;
	uint32_t number;
};

static struct entry entries[ENTRIES];
static _Atomic uint32_t numbers;

static uint32_t hash(const void *object)
{
	return (uint32_t)((uintptr_t)object >> 4) * 2654435769u >> 20;
}
_Static_assert(ENTRIES == 1 << 12, "as the hash has it");

static struct entry *find(const struct objects *kind, const void *object)
{
	for (uint32_t i = hash(object), end = i + ENTRIES; i < end; i++) {
		struct entry *entry = &entries[i % ENTRIES];
		uintptr_t there = atomic_load(&entry->object);
		if (!there)
			return NULL;
		if (there == (uintptr_t)object && entry->kind == kind)
			return entry;
	}
	return NULL;
}

static struct entry *claim(const void *object)
{
	for (uint32_t i = hash(object), end = i + ENTRIES; i < end; i++) {
		struct entry *entry = &entries[i % ENTRIES];
		uintptr_t there = atomic_load(&entry->object);
		if (there <= GONE &&
		    atomic_compare_exchange_strong(&entry->object, &there, GONE + 1))
			return entry;
	}
	return NULL;
}

/* The address last: what is found is whole. */
static void put(const struct objects *kind, const void *object, uint64_t process)
{
	struct entry *entry = find(kind, object);
	if (!entry && (entry = claim(object))) {
		entry->kind = kind;
		entry->number = atomic_fetch_add(&numbers, 1);
		atomic_store(&entry->process, process);
		atomic_store(&entry->object, (uintptr_t)object);
	} else if (entry) {
		atomic_store(&entry->process, process);
	}
}

void objects_add(const struct objects *kind, const void *object)
{
	if (object)
		put(kind, object, services.epoch());
}

bool objects_know(const struct objects *kind, const void *object)
{
	return find(kind, object) != NULL;
}

void objects_remove(const struct objects *kind, const void *object)
{
	struct entry *entry = object ? find(kind, object) : NULL;
	if (entry)
		atomic_store(&entry->object, GONE);
}

void objects_seeded(const struct objects *kind, const void *object)
{
	if (services.reproducible)
		objects_add(kind, object);
	else
		objects_remove(kind, object);
}

void objects_copy(const struct objects *kind, const void *copy, const void *original)
{
	const struct entry *entry = find(kind, original);
	objects_remove(kind, copy);
	if (copy && entry)
		put(kind, copy, atomic_load(&entry->process));
}

static void tell(const struct objects *kind, bool is_healed)
{
	if (services.audited)
		services.find(&(struct finding){.kind = "inherited",
						.generator = kind->name,
						.healed = is_healed});
}

/* Marked before it is healed: the library's function that heals may draw by this hook. */
void objects_settle(const struct objects *kind, void *object)
{
	int saved = errno;
	uint64_t here = services.epoch();
	struct entry *entry = find(kind, object);
	if (entry && atomic_exchange(&entry->process, here) != here) {
		bool is_kept = services.is_kept(kind->index) ||
			       (kind->is_chosen && !services.reproducible);
		if (!is_kept)
			kind->heal(object, entry->number);
		tell(kind, !is_kept);
	}
	errno = saved;
}

void objects_start(const struct objects *kind)
{
	struct life *life = &services.lives[kind->index - ADAPTERS_BEGIN];
	uint64_t wiped = WIPED;
	if (services.epoch() == ROOT)
		atomic_compare_exchange_strong(&life->word, &wiped, ROOT);
}
