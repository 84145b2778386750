/* SPDX-License-Identifier: MIT
 *
 * Looking a symbol up in one loaded object. The shim does not use dlsym(3): before
 * glibc 2.34 it is not in libc, and its failures allocate.
 */
#pragma once

#include <link.h>
#include <stdbool.h>

/* The dynamic symbol tables of a loaded object. */
struct elf_symbols {
	ElfW(Addr) base;
	const ElfW(Sym) * table;
	const char *names;
	const uint32_t *gnu_hash;
	size_t soname; /* an offset into names; 0: none */
};

/* False where the object has no symbol table that can be read. */
bool elf_symbols_open(struct elf_symbols *symbols, const struct dl_phdr_info *object);

/* The address of a defined function or object, NULL if there is none by that name. */
void *elf_symbols_find(const struct elf_symbols *symbols, const char *name);
