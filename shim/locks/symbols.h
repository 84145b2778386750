/* SPDX-License-Identifier: MIT
 *
 * Functions of a loaded object by name, in the version that a program which is linked
 * today gets: dlsym(3)'s rule. (recorder/elf_symbols.h takes any version; here it
 * matters: pthread_cond_wait has two.) Read-only, allocates nothing; for the start, when
 * no other thread loads or unloads.
 */
#pragma once

#include <link.h>
#include <stdbool.h>
#include <stdint.h>

struct symbols {
	ElfW(Addr) base;
	const ElfW(Sym) * table;
	const char *names;
	const uint32_t *gnu_hash;
	const ElfW(Versym) * versions; /* or NULL */
};

/* False where the object has no table with DT_GNU_HASH. */
bool symbols_open(struct symbols *symbols, const struct link_map *map);

/* The address, or NULL; of several versions the default one, if there is one. */
void *symbols_find(const struct symbols *symbols, const char *name);
