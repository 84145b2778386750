/* SPDX-License-Identifier: MIT
 *
 * One walk over the loaded objects for all adapters, and two small hash tables.
 */
#include "functions.h"
#include "recorder/elf_symbols.h"

#include <string.h>

static const struct adapter *const adapters[] = {
#define X(name, runtime, mark, words) &runtime,
	ADAPTERS(X)
#undef X
};
enum { ADAPTERS_LISTED = sizeof adapters / sizeof *adapters };

enum { SLOTS = 2 * MOST_FUNCTIONS };
static struct function functions[MOST_FUNCTIONS];
static uint16_t by_address[SLOTS], by_name[SLOTS]; /* an index + 1, open addressing */
static unsigned count;

static bool is_started[ADAPTERS_LISTED], is_refused[ADAPTERS_LISTED];
static unsigned looks,
	found_by[MOST_FUNCTIONS]; /* in which look an adapter's was found */
static unsigned objects, seen;    /* seen: as long as none was closed */
static bool was_closed;           /* one was, since the last look */
static unsigned long long closings;

static uint32_t hash_address(const void *address)
{
	return (uint32_t)((uintptr_t)address >> 4) * 2654435769u >> 22;
}

static uint32_t hash_name(const char *name)
{
	uint32_t hash = 5381;
	for (; *name; name++)
		hash = hash * 33 + (unsigned char)*name;
	return hash * 2654435769u >> 22;
}
_Static_assert(SLOTS == 1 << 10, "as the hashes have it");

const struct function *functions_at(const void *address)
{
	for (uint32_t i = hash_address(address);; i = (i + 1) % SLOTS) {
		const struct function *one = &functions[by_address[i] - 1];
		if (!by_address[i])
			return NULL;
		if (one->found == address)
			return one;
	}
}

const struct function *functions_named(const char *name)
{
	for (uint32_t i = hash_name(name);; i = (i + 1) % SLOTS) {
		const struct function *one = &functions[by_name[i] - 1];
		if (!by_name[i])
			return NULL;
		if (strcmp(one->name, name) == 0)
			return one;
	}
}

static void list(uint16_t *table, uint32_t hash)
{
	while (table[hash])
		hash = (hash + 1) % SLOTS;
	table[hash] = (uint16_t)count;
}

/* Last in the tables: whoever looks it up meanwhile finds it whole. */
static void add(const struct adapted *one, void *found)
{
	if (!one->hook || functions_at(found) || count == MOST_FUNCTIONS)
		return;
	functions[count++] = (struct function){one->name, found, one->hook, 1};
	list(by_address, hash_address(found));
	list(by_name, hash_name(one->name));
}

static void claim_twice(const char *name)
{
	struct function *known = (struct function *)functions_named(name);
	if (known)
		known->definitions++;
}

bool functions_are_in(const struct dl_phdr_info *object)
{
	struct elf_parts parts = elf_parts_of(object);
	return elf_parts_contain(parts, functions) ||
	       elf_parts_contain(parts, (const void *)services.fill);
}

/* A library that was closed and opened again may lie elsewhere, or be as it was first. */
static void found_one(const struct adapted *one, void *found, int adapter)
{
	if (*one->next != found || was_closed)
		is_started[adapter] = false;
	*one->next = found;
}

static void find_in(const struct elf_symbols *symbols, int adapter, unsigned *number)
{
	const struct adapted *one = adapters[adapter]->functions;
	for (; one->name; one++, ++*number) {
		void *found = elf_symbols_find(symbols, one->name);
		unsigned *by = &found_by[*number % MOST_FUNCTIONS];
		if (!found)
			continue;
		if (*by != looks && (seen == 0 || !*one->next))
			found_one(one, found, adapter);
		else if (*one->next != found)
			claim_twice(one->name);
		*by = looks;
	}
}

static int visit(struct dl_phdr_info *object, size_t size, void *data)
{
	struct elf_symbols symbols;
	unsigned number = 0;
	(void)size;
	(void)data;
	if (!functions_is_new(objects++) || functions_are_in(object) ||
	    !elf_symbols_open(&symbols, object))
		return 0;
	for (int i = 0; i < ADAPTERS_LISTED; i++)
		if (services.is_active(ADAPTERS_BEGIN + i))
			find_in(&symbols, i, &number);
	return 0;
}

static bool is_complete(const struct adapter *adapter)
{
	bool has_any = false;
	for (const struct adapted *one = adapter->functions; one->name; one++) {
		has_any |= *one->next != NULL;
		if (!*one->next && !one->is_optional)
			return false;
	}
	return has_any;
}

static bool starts(int index)
{
	const struct adapter *adapter = adapters[index];
	if (!is_started[index])
		is_refused[index] = adapter->start && !adapter->start();
	is_started[index] = true;
	return !is_refused[index];
}

static void start(int index)
{
	if (!services.is_active(ADAPTERS_BEGIN + index) ||
	    !is_complete(adapters[index]) || !starts(index))
		return;
	for (const struct adapted *one = adapters[index]->functions; one->name; one++)
		if (*one->next)
			add(one, *one->next);
}

/* Hooks may be running: what they go on to stays until something better is found. */
static void forget(void)
{
	seen = count = 0;
	memset(by_address, 0, sizeof by_address);
	memset(by_name, 0, sizeof by_name);
}

/* What is only called by its adapter must not be called when its library is gone. */
static void forget_closed(void)
{
	unsigned number = 0;
	for (int i = 0; i < ADAPTERS_LISTED; i++) {
		const struct adapted *one = adapters[i]->functions;
		if (!services.is_active(ADAPTERS_BEGIN + i))
			continue;
		for (; one->name; one++, number++)
			if (!one->hook && found_by[number % MOST_FUNCTIONS] != looks)
				*one->next = NULL;
	}
}

static int count_closings(struct dl_phdr_info *object, size_t size, void *data)
{
	(void)size;
	*(unsigned long long *)data = object->dlpi_subs;
	return 1;
}

bool functions_is_new(unsigned index)
{
	return index >= seen;
}

void functions_are_placed(void)
{
	seen = objects;
}

bool functions_find(void)
{
	unsigned long long closed = 0;
	unsigned before = count;
	dl_iterate_phdr(count_closings, &closed);
	was_closed = closed != closings;
	if (was_closed)
		forget();
	closings = closed;
	looks++;
	objects = 0;
	dl_iterate_phdr(visit, NULL);
	if (was_closed)
		forget_closed();
	for (int i = 0; i < ADAPTERS_LISTED; i++)
		start(i);
	if (count > before) /* objects that were there may call these as well */
		seen = 0;
	return count > 0;
}
