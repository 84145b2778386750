/* SPDX-License-Identifier: MIT
 *
 * The table: open addressing by cookie over a few slots; the longest unused one gives
 * way.
 */
#include "shared.h"

#include <string.h>
#include <sys/mman.h>

enum { CONNECTIONS = 4096, LOOKS = 16 };

struct table {
	_Atomic uint32_t clock, numbers;
	struct shared connections[CONNECTIONS];
};

static struct table *table;

bool shared_start(void)
{
	void *memory = mmap(NULL, sizeof *table, PROT_READ | PROT_WRITE,
			    MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (memory == MAP_FAILED)
		return false;
	table = memory;
	return true;
}

static struct shared *slot_of(uint64_t cookie, int look)
{
	uint64_t hash = cookie * 0x9e3779b97f4a7c15;
	return &table->connections[((hash >> 32) + (unsigned)look) % CONNECTIONS];
}

static struct shared *look_up(uint64_t cookie)
{
	for (int look = 0; look < LOOKS; look++)
		if (slot_of(cookie, look)->cookie == cookie)
			return slot_of(cookie, look);
	return NULL;
}

static struct shared *longest_unused(uint64_t cookie)
{
	struct shared *found = slot_of(cookie, 0);
	for (int look = 1; look < LOOKS && found->cookie; look++) {
		struct shared *other = slot_of(cookie, look);
		if (!other->cookie || (int32_t)(other->used - found->used) < 0)
			found = other;
	}
	return found;
}

/* The cookie comes last: whoever reads it finds the rest. */
static struct shared *make(uint64_t cookie, uint64_t owner, const char *peer)
{
	struct shared *shared = longest_unused(cookie);
	atomic_store(&shared->cookie, 0);
	shared->owner = owner;
	shared->told = shared->is_tls = shared->goodbye = 0;
	shared->ender = 0;
	for (int i = 0; i < DIRECTIONS; i++) {
		shared->moved[i] = 0;
		shared->mover[i] = 0;
	}
	shared->used = table->clock;
	memcpy(shared->peer, peer, strnlen(peer, PEER_TEXT - 1) + 1);
	shared->peer[PEER_TEXT - 1] = 0;
	atomic_store(&shared->cookie, cookie);
	return shared;
}

struct shared *shared_find(uint64_t cookie, uint64_t owner, const char *peer)
{
	struct shared *shared = look_up(cookie);
	if (!shared)
		shared = make(cookie, owner, peer);
	uint32_t now = atomic_fetch_add(&table->clock, 1);
	atomic_store_explicit(&shared->used, now, memory_order_relaxed);
	return shared;
}

/* The clock stands still between new connections: most calls write nothing. */
void shared_met(struct shared *shared)
{
	uint32_t now = atomic_load_explicit(&table->clock, memory_order_relaxed);
	if (atomic_load_explicit(&shared->used, memory_order_relaxed) != now)
		atomic_store_explicit(&shared->used, now, memory_order_relaxed);
}

uint64_t shared_move(struct shared *shared, enum direction direction, uint64_t process)
{
	uint64_t before = shared->mover[direction];
	if (before != process)
		before = atomic_exchange(&shared->mover[direction], process);
	return before == process ? 0 : before;
}

uint32_t shared_number(void)
{
	return table ? atomic_fetch_add(&table->numbers, 1) + 1 : 1;
}

bool shared_tell(struct shared *shared, enum told what)
{
	return !(atomic_fetch_or(&shared->told, what) & what);
}
