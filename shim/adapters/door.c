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

static void leave(int saved)
{
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

__attribute__((visibility("default"))) extern const struct adapter_door forkseed_adapters;
const struct adapter_door forkseed_adapters = {FORKSEED_VERSION, look, closed};

void adapter_refuses(const char *generator, const char *why)
{
	if (services.audited)
		services.find(&(struct finding){
			.kind = "refused", .generator = generator, .detail = why});
}
