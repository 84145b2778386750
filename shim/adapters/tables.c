/* SPDX-License-Identifier: MIT
 *
 * Tables of functions, which may lie in memory that is read-only after relocation.
 */
#include "tables.h"
#include "recorder/elf_symbols.h"
#include "seals.h"

struct tables {
	void **table;
	const struct table_hook *hooks;
	bool is_filled;
};

static bool fill_one(struct seal *seal, void **slot, const struct table_hook *one)
{
	if (*slot == one->hook)
		return true;
	if (!*one->next)
		*one->next = *slot;
	return *one->next == *slot && seal_write(seal, slot, one->hook);
}

static int visit(struct dl_phdr_info *info, size_t size, void *data)
{
	struct tables *wanted = data;
	(void)size;
	if (!elf_parts_contain(elf_parts_of(info), wanted->table))
		return 0;
	struct seal seal = seal_of(info);
	wanted->is_filled = true;
	for (const struct table_hook *one = wanted->hooks; one->hook; one++)
		wanted->is_filled &= fill_one(&seal, &wanted->table[one->index], one);
	seal_close(&seal);
	return 1;
}

bool tables_fill(void **table, const struct table_hook *hooks)
{
	struct tables wanted = {table, hooks, false};
	dl_iterate_phdr(visit, &wanted);
	return wanted.is_filled;
}
