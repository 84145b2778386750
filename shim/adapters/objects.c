/* SPDX-License-Identifier: MIT
 *
 * One table for all adapters, by open addressing. An entry that was removed is used again
 * for whatever is added next.
 */
#include "objects.h"

#include <errno.h>
#include <pthread.h>

enum { ENTRIES = 4096, GONE = 1, NOBODYS = 1 }; /* 1 is no process's number */

/* Instead of a process: the program's own choice. Never one of lineage's numbers. */
static const uint64_t CHOSEN = UINT64_MAX;

struct entry {
	_Atomic uintptr_t object; /* 0: never used, GONE: free again */
	_Atomic uint64_t
		process; /* by lineage's number, whose state it is; 0: nobody's */
	const struct objects *kind;
	uint32_t number;
	_Atomic bool is_healed; /* by that process, which has inherited it */
};

static struct entry entries[ENTRIES];
static _Atomic uint32_t numbers;

/* Who has the lock of a kind: what is called under it may draw, and comes here again.
 * Inherited, and no longer true then: so with its process. */
struct holder {
	_Atomic uint64_t process;
	_Atomic uintptr_t thread;
	const struct entry *healing;
	uint32_t depth;
};
static struct holder holders[RUNTIMES_LISTED];

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

static void tell_full(const struct objects *kind)
{
	static _Atomic bool is_told;
	if (!atomic_exchange(&is_told, true))
		adapter_refuses(kind->name, "more than 4096 generators at one time: the "
					    "rest is not known");
}

/* The address last: what is found is whole. */
static struct entry *put(const struct objects *kind, const void *object, uint64_t process)
{
	struct entry *entry = find(kind, object);
	bool is_new = !entry;
	if (is_new && !(entry = claim(object))) {
		tell_full(kind);
		return NULL;
	}
	if (is_new) {
		entry->kind = kind;
		entry->number = atomic_fetch_add(&numbers, 1);
	}
	atomic_store(&entry->is_healed, false);
	atomic_store(&entry->process, process);
	atomic_store(&entry->object, (uintptr_t)object);
	return entry;
}

void objects_add(const struct objects *kind, const void *object)
{
	if (object)
		put(kind, object, services.epoch());
}

void objects_reseeded(const struct objects *kind, const void *object)
{
	struct entry *entry = find(kind, object);
	uint64_t here = services.epoch();
	if (!entry || entry->process == here)
		return;
	atomic_store(&entry->is_healed, true);
	atomic_store(&entry->process, here);
}

void objects_inherited(const struct objects *kind, const void *object)
{
	if (!find(kind, object))
		put(kind, object, NOBODYS);
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

void objects_forget(int runtime)
{
	for (struct entry *entry = entries; entry < entries + ENTRIES; entry++)
		if (atomic_load(&entry->object) > GONE + 1 &&
		    entry->kind->index == runtime)
			atomic_store(&entry->object, GONE);
}

void objects_seeded(const struct objects *kind, const void *object)
{
	if (services.reproducible)
		objects_add(kind, object);
	else if (kind->index >= KEY_ADAPTERS_END)
		objects_remove(kind, object);
	else if (object)
		put(kind, object, CHOSEN);
}

void objects_copy(const struct objects *kind, const void *copy, const void *original)
{
	const struct entry *entry = find(kind, original);
	objects_remove(kind, copy);
	if (copy && entry)
		put(kind, copy, atomic_load(&entry->process));
}

/* Why it is not healed is said where it is the program's own doing. */
static void tell(const struct objects *kind, bool is_healed)
{
	bool is_left = !is_healed && !services.is_kept(kind->index);
	if (services.audited && kind->name)
		services.find(&(struct finding){
			.kind = "inherited",
			.generator = kind->name,
			.healed = is_healed,
			.detail = is_left ? "the program gave it a seed" : NULL});
}

static bool is_kept(const struct objects *kind)
{
	return services.is_kept(kind->index) ||
	       (kind->is_chosen && !services.reproducible);
}

bool objects_are_inherited(const struct objects *kind, const void *object,
			   uint32_t *number)
{
	uint64_t here = services.epoch();
	struct entry *entry = find(kind, object);
	if (!entry || atomic_load(&entry->process) == here ||
	    atomic_exchange(&entry->process, here) == here)
		return false;
	tell(kind, !is_kept(kind));
	*number = entry->number;
	return !is_kept(kind);
}

bool objects_first_time(const struct objects *kind, const void *object)
{
	uint64_t here = services.epoch();
	struct entry *entry = find(kind, object);
	if (entry && atomic_load(&entry->process) == here)
		return false;
	put(kind, object, here);
	return true;
}

void objects_each(const struct objects *kind, void (*visit)(void *object))
{
	for (struct entry *entry = entries; entry < entries + ENTRIES; entry++)
		if (atomic_load(&entry->object) > GONE + 1 && entry->kind == kind)
			visit((void *)entry->object);
}

static struct lock *lock_of(const struct objects *kind)
{
	return &services.lives[kind->index - ADAPTERS_BEGIN].lock;
}

static void enter(const struct objects *kind)
{
	struct holder *holder = &holders[kind->index];
	if (holder->process == services.epoch() &&
	    holder->thread == (uintptr_t)pthread_self()) {
		holder->depth++;
		return;
	}
	lock_take(lock_of(kind));
	holder->thread = (uintptr_t)pthread_self();
	holder->healing = NULL;
	holder->depth = 1;
	holder->process = services.epoch();
}

/* Without effect in a child that a signal handler forked meanwhile. */
void objects_leave(const struct objects *kind)
{
	struct holder *holder = &holders[kind->index];
	if (holder->process != services.epoch() || --holder->depth > 0)
		return;
	holder->process = 0;
	lock_drop(lock_of(kind));
}

/* Again, where a signal handler has forked and this is the child. */
static void heal(struct entry *entry, void *object)
{
	const struct objects *kind = entry->kind;
	uint64_t here;
	do {
		here = services.epoch();
		holders[kind->index].healing = entry;
		kind->heal(object, entry->number);
		atomic_store(&entry->is_healed, true);
		atomic_store(&entry->process, here);
	} while (services.epoch() != here);
	holders[kind->index].healing = NULL;
	tell(kind, true);
}

/* Without an entry there is no room for one: then before each draw. */
static bool settle_inherited(const struct objects *kind, void *object)
{
	struct entry *entry = find(kind, object);
	if (!entry && !(entry = put(kind, object, 0))) {
		kind->heal(object, UINT32_MAX);
		return true;
	}
	uint64_t here = services.epoch();
	if (entry->process == here || holders[kind->index].healing == entry)
		return entry->is_healed;
	if (!is_kept(kind)) {
		heal(entry, object);
		return true;
	}
	atomic_store(&entry->process, here);
	tell(kind, false);
	return false;
}

bool objects_settle(const struct objects *kind, void *object)
{
	const struct entry *entry = find(kind, object);
	uint64_t process = entry ? atomic_load(&entry->process) : 0;
	if (process == CHOSEN || (!entry && kind->index >= KEY_ADAPTERS_END))
		return false;
	if (process == services.epoch())
		return entry->is_healed;
	int saved = errno;
	enter(kind);
	bool is_healed = settle_inherited(kind, object);
	objects_leave(kind);
	errno = saved;
	return is_healed;
}

bool objects_enter(const struct objects *kind, void *object)
{
	if (!objects_before_draw(kind, object))
		return false;
	enter(kind);
	return true;
}

void objects_start(const struct objects *kind)
{
	struct life *life = &services.lives[kind->index - ADAPTERS_BEGIN];
	uint64_t wiped = WIPED;
	if (services.epoch() == ROOT)
		atomic_compare_exchange_strong(&life->word, &wiped, ROOT);
}
