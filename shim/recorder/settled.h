/* SPDX-License-Identifier: MIT
 *
 * The objects that are there since the start, for auditing: they stay, so a dense and
 * sorted table answers for them, and, as long as no other has been opened, for all
 * addresses. To ask glibc about each word of a stack was most of what an audited fork
 * computed, and its code two page faults of each child that draws.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct link_map;
struct module;

enum { SETTLED_MOST = 768 };

struct settled_range {
	uintptr_t start, end;
	struct module *module;
};

struct settled {
	const struct link_map *last; /* of the dynamic linker's list; NULL: not known */
	uint32_t count;
	struct settled_range ranges[SETTLED_MOST];
};

/* Adds an object, while there is no thread but this one. */
void settled_add(struct settled *settled, struct settled_range range);

/* Which object of the list is the last one now; `own`: any of it. */
void settled_close(struct settled *settled, const struct link_map *own);

/* The one that the address lies in, or NULL. Safe wherever modules_find() is. */
struct module *settled_find(const struct settled *settled, uintptr_t address);

/* All of them lie in it: where no other object is known of, what lies outside is none's.
 */
struct settled_range settled_all(const struct settled *settled);

/* Whether there is no other object. */
bool settled_is_all(const struct settled *settled);
