/* SPDX-License-Identifier: MIT
 *
 * One walk over the objects that have come, by the numbers of names alone.
 */
#include "marked.h"
#include "adapter.h"
#include "libraries.h"
#include "recorder/elf_symbols.h"

#include "marks.h"

static const uint32_t marks[RUNTIMES_LISTED] = {MARKS}; /* as in runtimes.c */

struct walk {
	uint64_t found;
	unsigned objects;
};

static int visit(struct dl_phdr_info *object, size_t size, void *data)
{
	struct walk *walk = data;
	struct elf_symbols symbols;
	(void)size;
	if (!libraries_is_new(walk->objects++) || !elf_symbols_open(&symbols, object))
		return 0;
	for (int i = ADAPTERS_BEGIN; i < RUNTIMES_LISTED; i++)
		if (services.is_active(i) && elf_symbols_have(&symbols, marks[i]))
			walk->found |= (uint64_t)1 << (i - ADAPTERS_BEGIN);
	return 0;
}

uint64_t marked_adapters(uint64_t known)
{
	struct walk walk = {.found = known};
	dl_iterate_phdr(visit, &walk);
	return walk.found;
}
