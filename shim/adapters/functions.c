/* SPDX-License-Identifier: MIT
 *
 * Two small hash tables, by open addressing. One thread at a time (door.c).
 */
#include "functions.h"

#include <string.h>

enum { SLOTS = 2 * MOST_FUNCTIONS };
static struct function functions[MOST_FUNCTIONS];
static uint16_t by_address[SLOTS], by_name[SLOTS]; /* an index + 1 */
static unsigned count;

/* A bit for what a name begins with: most of those that are looked up end here. */
static uint64_t beginnings[16];

static uint32_t hash_beginning(const char *name)
{
	uint32_t hash = 0;
	for (int i = 0; i < 4 && name[i]; i++)
		hash = hash * 33 + (unsigned char)name[i];
	return hash * 2654435769u >> 22;
}

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
	uint32_t at = hash_address(address);
	for (; by_address[at]; at = (at + 1) % SLOTS)
		if (functions[by_address[at] - 1].found == address)
			return &functions[by_address[at] - 1];
	return NULL;
}

const struct function *functions_named(const char *name)
{
	uint32_t beginning = hash_beginning(name), at;
	if (!(beginnings[beginning / 64] >> beginning % 64 & 1))
		return NULL;
	at = hash_name(name);
	for (; by_name[at]; at = (at + 1) % SLOTS)
		if (strcmp(functions[by_name[at] - 1].name, name) == 0)
			return &functions[by_name[at] - 1];
	return NULL;
}

static void list(uint16_t *table, uint32_t hash)
{
	while (table[hash])
		hash = (hash + 1) % SLOTS;
	table[hash] = (uint16_t)count;
}

void functions_add(const struct function *function)
{
	if (functions_at(function->found) || count == MOST_FUNCTIONS)
		return;
	uint32_t beginning = hash_beginning(function->name);
	functions[count++] = *function;
	beginnings[beginning / 64] |= (uint64_t)1 << beginning % 64;
	list(by_address, hash_address(function->found));
	list(by_name, hash_name(function->name));
}

void functions_forget(void)
{
	count = 0;
	memset(beginnings, 0, sizeof beginnings);
	memset(by_address, 0, sizeof by_address);
	memset(by_name, 0, sizeof by_name);
}

unsigned functions_count(void)
{
	return count;
}
