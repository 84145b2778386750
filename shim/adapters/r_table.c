/* SPDX-License-Identifier: MIT
 *
 * R's table of built-in functions (main/names.c), of which some are replaced: nothing but
 * .Internal() reaches them.
 */
#include "r.h"
#include "slots.h"

#include <stddef.h>
#include <string.h>

/* Its first two entries have been the same in all versions. */
struct r_entry *r_find_entry(struct r_entry *table, const char *name)
{
	enum { MOST = 4096 };
	if (!table[0].name || strcmp(table[0].name, "if") != 0 || !table[1].name ||
	    strcmp(table[1].name, "while") != 0)
		return NULL;
	for (struct r_entry *one = table; one < table + MOST && one->name; one++)
		if (strcmp(one->name, name) == 0)
			return one->arguments >= 2 && one->arguments <= 4 ? one : NULL;
	return NULL;
}

void r_replace(struct object *object, struct r_entry *entry, r_builtin *hook,
	       r_builtin **original)
{
	if (entry->function == hook)
		return;
	*original = entry->function;
	slots_write(object, &entry->function, (const void *)hook);
}
