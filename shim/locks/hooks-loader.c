/* SPDX-License-Identifier: MIT
 *
 * dlopen(3) looks at who called it: where that matters it must not be us. Then it is
 * reached by a jump, and a fork does not wait for it: RUNPATH and namespaces as they are
 * come first. Nor where to find that out might take for ever.
 */
#include "next.h"

#include "caller.h"
#include "gate.h"
#include "slots.h"
#include "start.h"

static bool may_be_inside(const char *file, const void *caller)
{
	return !slots_loader_may_be_held() && !caller_matters(file, caller);
}

static __attribute__((noinline)) void *open_inside(const char *file, int mode,
						   const void *caller)
{
	struct stay stay;
	struct slot *slot = gate_enter(&stay, "dlopen", caller);
	void *handle = next.dlopen(file, mode);
	gate_leave(slot);
	return handle;
}

static __attribute__((noinline)) void *open_space(Lmid_t space, const char *file,
						  int mode, const void *caller)
{
	struct stay stay;
	struct slot *slot = gate_enter(&stay, "dlmopen", caller);
	void *handle = next.dlmopen(space, file, mode);
	gate_leave(slot);
	return handle;
}

void *dlopen(const char *file, int mode)
{
	bool wanted = locks_start_once();
	const void *caller = __builtin_return_address(0);
	if (wanted && may_be_inside(file, caller))
		return open_inside(file, mode, caller);
	if (wanted)
		door_pass("dlopen");
	return next.dlopen(file, mode);
}

void *dlmopen(Lmid_t space, const char *file, int mode)
{
	bool wanted = locks_start_once();
	const void *caller = __builtin_return_address(0);
	if (wanted && may_be_inside(file, caller))
		return open_space(space, file, mode, caller);
	if (wanted)
		door_pass("dlmopen");
	return next.dlmopen(space, file, mode);
}
