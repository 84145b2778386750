/* SPDX-License-Identifier: MIT
 *
 * The table of the objects that stay, and how it is known that there are no others.
 */
#include "settled.h"

#include <link.h>
#include <stddef.h>

extern struct r_debug _r_debug __attribute__((weak)); /* glibc's <link.h> has it */

/* The dynamic linker makes the notes of the first objects in memory of its own, which it
 * never frees, side by side; those of what is opened later are malloc(3)'s. */
enum { BESIDE = 1 << 20 };

void settled_add(struct settled *settled, struct settled_range range)
{
	uint32_t at = settled->count;
	if (at == SETTLED_MOST)
		return;
	for (; at > 0 && settled->ranges[at - 1].start > range.start; at--)
		settled->ranges[at] = settled->ranges[at - 1];
	settled->ranges[at] = range;
	settled->count++;
}

void settled_close(struct settled *settled, const struct link_map *own)
{
	const struct link_map *first = own, *last = own;
	while (first->l_prev)
		first = first->l_prev;
	while (last->l_next)
		last = last->l_next;
	uintptr_t distance = (uintptr_t)last - (uintptr_t)first + BESIDE;
	if (distance < (uintptr_t)BESIDE * 2 && settled->count < SETTLED_MOST)
		settled->last = last;
}

struct module *settled_find(const struct settled *settled, uintptr_t address)
{
	const struct settled_range *range = settled->ranges;
	for (uint32_t count = settled->count; count > 0; count /= 2) {
		const struct settled_range *middle = range + count / 2;
		if (address >= middle->end) {
			range = middle + 1;
			count--;
		}
	}
	bool is_there = range < settled->ranges + settled->count;
	return is_there && address >= range->start ? range->module : NULL;
}

struct settled_range settled_all(const struct settled *settled)
{
	uint32_t count = settled->count;
	if (count == 0)
		return (struct settled_range){0};
	return (struct settled_range){settled->ranges->start,
				      settled->ranges[count - 1].end, NULL};
}

/* The version says whether there are other namespaces (dlmopen(3), LD_AUDIT): glibc,
 * elf/dl-debug.c. */
static bool is_only_list(void)
{
	return &_r_debug && _r_debug.r_version == 1;
}

bool settled_is_all(const struct settled *settled)
{
	return settled->last && !settled->last->l_next && is_only_list();
}
