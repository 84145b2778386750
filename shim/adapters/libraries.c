/* SPDX-License-Identifier: MIT
 *
 * One walk over the loaded objects for all adapters.
 */
#include "libraries.h"
#include "functions.h"
#include "marked.h"
#include "objects.h"
#include "recorder/elf_symbols.h"
#include "stream.h"

#include <string.h>

enum state { ABSENT, STARTED, REFUSED };

static struct listed {
	const struct adapter *adapter;
	unsigned first; /* the running number of its first function */
	enum state state;
	const void *anchor; /* in its library, as it was started by */
	bool is_taken;      /* by the last look: it is there, and started */
	adapter_meeting *meet;
	void (*leave)(void);
} listed[] = {
#define X(name, runtime, mark, words) {.adapter = &runtime},
	ADAPTERS(X)
#undef X
};
enum { LISTED = sizeof listed / sizeof *listed };

/* By a function's running number: the look that found it, and in how many objects. One
 * that was found before all objects were looked at last is gone. */
static unsigned looks, looked_at_all, found_in[MOST_FUNCTIONS];
static uint16_t definitions[MOST_FUNCTIONS];

static uint64_t marked, lost; /* adapters that something is, or was, loaded for: a bit
				 for each */
static unsigned objects, seen;
static unsigned long long closings;

static void number_functions(void)
{
	unsigned number = 0;
	for (struct listed *one = listed; one < listed + LISTED; one++) {
		one->first = number;
		while (one->adapter->functions[number - one->first].name)
			number++;
	}
}

bool libraries_is_ours(const struct dl_phdr_info *object)
{
	struct elf_parts parts = elf_parts_of(object);
	return elf_parts_contain(parts, listed) ||
	       elf_parts_contain(parts, (const void *)services.fill);
}

static bool is_here(unsigned number)
{
	return number < MOST_FUNCTIONS && found_in[number] >= looked_at_all;
}

/* A library that was closed and opened again may lie elsewhere: it is started anew. What
 * hooks that are running go on to stays until something better is found. */
static void found(struct listed *one, unsigned number, void *there)
{
	void **next = one->adapter->functions[number - one->first].next;
	if (number >= MOST_FUNCTIONS)
		return;
	definitions[number]++;
	if (!is_here(number) && *next != there) {
		*next = there;
		one->state = ABSENT;
	}
	found_in[number] = looks;
}

static void find_in(const struct elf_symbols *symbols, struct listed *one)
{
	unsigned number = one->first;
	for (const struct adapted *it = one->adapter->functions; it->name;
	     it++, number++) {
		void *there = elf_symbols_find(symbols, it->name);
		if (there)
			found(one, number, there);
	}
}

static int visit(struct dl_phdr_info *object, size_t size, void *data)
{
	struct elf_symbols symbols;
	(void)size;
	(void)data;
	if (!libraries_is_new(objects++) || libraries_is_ours(object) ||
	    !elf_symbols_open(&symbols, object))
		return 0;
	for (int i = 0; i < LISTED; i++)
		if (marked >> i & 1)
			find_in(&symbols, &listed[i]);
	return 0;
}

/* True where there is an adapter to look for that was not: in all objects, then. What was
 * marked stays so, as long as no object was closed. */
static bool has_new_marks(void)
{
	uint64_t before = marked;
	marked = marked_adapters(seen ? before : 0);
	lost = before & ~marked;
	return marked & ~before;
}

static bool is_complete(const struct listed *one)
{
	bool has_any = false;
	unsigned number = one->first;
	for (const struct adapted *it = one->adapter->functions; it->name;
	     it++, number++) {
		has_any |= is_here(number);
		if (!is_here(number) && !it->is_optional)
			return false;
	}
	return has_any;
}

static struct listed *starting;

void adapter_meets(adapter_meeting *meet)
{
	starting->meet = meet;
}

void adapter_leaves(void (*leave)(void))
{
	starting->leave = leave;
}

/* The first that it can't do without: its library's own. */
static const void *anchor_of(const struct listed *one)
{
	const struct adapted *it = one->adapter->functions;
	while (it->name && it->is_optional)
		it++;
	return it->name ? *it->next : NULL;
}

static bool starts(struct listed *one)
{
	bool (*start)(void) = one->adapter->start;
	if (one->state == ABSENT) {
		starting = one;
		one->anchor = anchor_of(one);
		one->state = start && !start() ? REFUSED : STARTED;
	}
	return one->state == STARTED;
}

static void take(struct listed *one)
{
	if (!is_complete(one) && one->state == STARTED)
		one->state = ABSENT;
	one->is_taken = is_complete(one) && starts(one);
	if (!one->is_taken)
		return;
	unsigned number = one->first;
	for (const struct adapted *it = one->adapter->functions; it->name; it++, number++)
		if (it->hook && is_here(number))
			functions_add(&(struct function){it->name, *it->next, it->hook,
							 &definitions[number]});
}

/* What lies in the place of a library that was closed is another one's. */
void libraries_meet(const struct dl_phdr_info *info, struct object *object)
{
	for (struct listed *one = listed; one < listed + LISTED; one++)
		if (one->is_taken && one->meet)
			one->meet(info, object);
}

static int find_anchors(struct dl_phdr_info *object, size_t size, void *data)
{
	struct elf_parts parts = elf_parts_of(object);
	uint64_t *there = data;
	(void)size;
	for (int i = 0; i < LISTED; i++)
		if (listed[i].anchor && elf_parts_contain(parts, listed[i].anchor))
			*there |= (uint64_t)1 << i;
	return 0;
}

static void leave(struct listed *one)
{
	int runtime = (int)(one - listed) + ADAPTERS_BEGIN;
	objects_forget(runtime);
	streams_forget(runtime);
	if (one->leave)
		one->leave();
	one->anchor = NULL;
	one->is_taken = false;
	one->state = ABSENT;
}

void libraries_leave(void)
{
	uint64_t there = 0;
	dl_iterate_phdr(find_anchors, &there);
	for (int i = 0; i < LISTED; i++)
		if (listed[i].anchor && !(there >> i & 1))
			leave(&listed[i]);
}

static int count_closings(struct dl_phdr_info *object, size_t size, void *data)
{
	(void)size;
	*(unsigned long long *)data = object->dlpi_subs;
	return 1;
}

static void forget(void)
{
	seen = 0;
	memset(definitions, 0, sizeof definitions);
	functions_forget();
}

/* Several adapters may share what they call. */
static bool is_found(void **next)
{
	for (int i = 0; i < LISTED; i++) {
		unsigned number = listed[i].first;
		const struct adapted *it = listed[i].adapter->functions;
		for (; it->name; it++, number++)
			if (it->next == next && is_here(number))
				return true;
	}
	return false;
}

/* What is only called by its adapter must not be called when its library is gone. */
static void forget_closed(void)
{
	for (int i = 0; i < LISTED; i++) {
		const struct adapted *it = listed[i].adapter->functions;
		for (; ((marked | lost) >> i & 1) && it->name; it++)
			if (!it->hook && !is_found(it->next))
				*it->next = NULL;
	}
}

bool libraries_is_new(unsigned index)
{
	return index >= seen;
}

void libraries_are_met(void)
{
	seen = objects;
}

bool libraries_find(void)
{
	unsigned long long closed = 0;
	dl_iterate_phdr(count_closings, &closed);
	if (looks++ == 0)
		number_functions();
	if (closed != closings) {
		libraries_leave();
		forget();
	}
	closings = closed;
	if (has_new_marks())
		forget();
	objects = 0;
	looked_at_all = seen == 0 ? looks : looked_at_all;
	dl_iterate_phdr(visit, NULL);
	if (looked_at_all == looks)
		forget_closed();
	unsigned before = functions_count();
	for (int i = 0; i < LISTED; i++)
		if (marked >> i & 1)
			take(&listed[i]);
		else
			listed[i].is_taken = false;
	if (functions_count() >
	    before) /* objects that were there may call these as well */
		seen = 0;
	return functions_count() > 0;
}
