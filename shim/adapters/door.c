/* SPDX-License-Identifier: MIT
 *
 * What the shim calls: look at what is loaded, start the adapters of the libraries that
 * are there, put their hooks into place.
 */
#include "adapter.h"
#include "libraries.h"
#include "slots.h"

#include <errno.h>

struct adapter_services services;

/* One at a time: a thread that opens an object has ld.so's lock, another may fork. Where
 * nobody waits: each may have what the other needs. In a child the mark is wiped. */
static bool enter(void)
{
	uint32_t is_free = 0;
	struct lock *lock = &services.lives[ADAPTED_LIVES - 1].lock;
	return atomic_compare_exchange_strong(&lock->held, &is_free, 1);
}

static _Atomic bool is_looking;

static void leave(int saved)
{
	is_looking = false;
	atomic_store(&services.lives[ADAPTED_LIVES - 1].lock.held, 0);
	errno = saved;
}

static bool look(const struct adapter_services *given)
{
	int saved = errno;
	if (given)
		services = *given;
	if (!enter())
		return false;
	is_looking = true;
	if (libraries_find())
		slots_fill();
	leave(saved);
	return true;
}

static bool closed(void)
{
	int saved = errno;
	if (!enter())
		return false;
	libraries_leave();
	leave(saved);
	return true;
}

/* What a process that does not fork was refused harms nobody, and is no finding. */
enum { MOST_REFUSALS = 16 };
static struct refusal {
	const char *generator;
	const char *_Atomic why;
} refusals[MOST_REFUSALS];
static _Atomic unsigned refused;

void adapter_refuses_now(const char *generator, const char *why)
{
	if (services.audited)
		services.find(&(struct finding){
			.kind = "refused", .generator = generator, .detail = why});
}

/* A child that draws from what it has inherited was forked already. */
void adapter_refuses(const char *generator, const char *why)
{
	bool is_childs = services.epoch() != ROOT && !is_looking;
	unsigned number = is_childs ? MOST_REFUSALS : atomic_fetch_add(&refused, 1);
	if (number >= MOST_REFUSALS) {
		adapter_refuses_now(generator, why);
		return;
	}
	refusals[number].generator = generator;
	refusals[number].why = why;
}

static void tell_refused(void)
{
	unsigned count = atomic_load(&refused);
	for (unsigned i = 0; i < count && i < MOST_REFUSALS; i++) {
		const char *why = atomic_exchange(&refusals[i].why, NULL);
		if (why)
			adapter_refuses_now(refusals[i].generator, why);
	}
}

__attribute__((visibility("default"))) extern const struct adapter_door forkseed_adapters;
const struct adapter_door forkseed_adapters = {FORKSEED_VERSION, look, closed,
					       tell_refused};
