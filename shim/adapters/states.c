/* SPDX-License-Identifier: MIT
 *
 * What the adapters of Lua, LuaJIT and Guile share.
 */
#include "states.h"

#include <string.h>

enum { MOST_KNOWN = 64 };

static _Atomic uint32_t numbers;

uint32_t states_number(void)
{
	return atomic_fetch_add(&numbers, 1) | (uint32_t)1 << 31;
}

void states_fill(const struct states *kind, void *state, size_t size, uint32_t number,
		 const void *was)
{
	unsigned char known[sizeof number + MOST_KNOWN] = {0};
	memcpy(known, &number, sizeof number);
	if (was)
		memcpy(known + sizeof number, was, size < MOST_KNOWN ? size : MOST_KNOWN);
	adapter_fill(state, size, kind->streams.name, known, sizeof known);
}

/* The last that was settled, and in which process: most draw from one again and again. */
static _Atomic(void *) last;
static _Atomic uint64_t last_in;

void states_settle(const struct states *kind, void *state)
{
	uint64_t here = services.epoch();
	if (last == state && last_in == here)
		return;
	if (!objects_know(&kind->streams, state) && !objects_know(&kind->chosen, state))
		objects_inherited(&kind->streams, state);
	objects_before_draw(&kind->streams, state);
	objects_before_draw(&kind->chosen, state);
	last = NULL;
	last_in = here;
	last = state;
}

bool states_are_childs(const struct states *kind)
{
	return !states_are_first_owners(kind) && !services.is_kept(kind->streams.index);
}

void states_forget(const struct states *kind, const void *state)
{
	objects_remove(&kind->chosen, state);
	objects_remove(&kind->streams, state);
	if (!states_are_first_owners(kind))
		objects_add(&kind->streams, state);
}

void states_choose(const struct states *kind, const void *state, const char *function,
		   const uint64_t *seed)
{
	objects_remove(&kind->streams, state);
	objects_add(&kind->chosen, state);
	if (services.audited)
		services.seeded(&(struct seeding){.generator = kind->streams.name,
						  .function = function,
						  .has_seed = seed != NULL,
						  .seed = seed ? *seed : 0});
}

void states_begin(const struct states *kind, void *state)
{
	states_forget(kind, state);
	if (states_are_childs(kind))
		kind->streams.heal(state, states_number());
}
