/* SPDX-License-Identifier: MIT
 *
 * One walk over the loaded objects behind this one, as shim/connections has it.
 */
#include "next.h"
#include "recorder/elf_symbols.h"

#include <string.h>

struct next next;

#define X(name) #name "\0"
static const char names[] = INTERPOSED(X);
#undef X

/* Fills the pointers that are not filled yet. */
static void find(const struct elf_symbols *symbols)
{
	void **found = (void **)&next;
	for (const char *name = names; *name; name += strlen(name) + 1, found++)
		if (!*found)
			*found = elf_symbols_find(symbols, name);
}

static int visit(struct dl_phdr_info *object, size_t size, void *data)
{
	bool *past_us = data;
	struct elf_symbols symbols;
	(void)size;
	if (elf_parts_contain(elf_parts_of(object), &next))
		*past_us = true;
	else if (*past_us && elf_symbols_open(&symbols, object))
		find(&symbols);
	return 0;
}

void next_find(void)
{
	bool past_us = false;
	dl_iterate_phdr(visit, &past_us);
}
