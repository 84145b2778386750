/* SPDX-License-Identifier: MIT
 *
 * Looking a symbol up in one loaded object. The shim does not use dlsym(3): before
 * glibc 2.34 it is not in libc, and its failures allocate. Nothing here allocates, or
 * calls libc.
 */
#pragma once

#include <link.h>
#include <stdbool.h>
#include <stdint.h>

/* The dynamic symbol tables of a loaded object. */
struct elf_symbols {
	ElfW(Addr) base;
	const ElfW(Sym) * table;
	const char *names;
	const uint32_t *gnu_hash;
	const ElfW(Half) * versions; /* NULL: it has none */
	size_t soname;               /* an offset into names; 0: none */
};

/* False where the object has no symbol table, or none with DT_GNU_HASH; what it has is
 * filled in all the same. */
bool elf_symbols_open(struct elf_symbols *symbols, const struct dl_phdr_info *object);

/* The same, of an object that is loaded at `base` and has these tags, as a link map says.
 */
bool elf_symbols_read(struct elf_symbols *symbols, ElfW(Addr) base,
		      const ElfW(Dyn) * tags);

/* The address of a defined function or object, NULL if there is none by that name. Of
 * several versions the default one, which new programs are linked with. */
void *elf_symbols_find(const struct elf_symbols *symbols, const char *name);

/* True when it defines one whose name has that number (of DT_GNU_HASH): almost surely the
 * one that is meant. */
bool elf_symbols_have(const struct elf_symbols *symbols, uint32_t hash);

/* What of an object is mapped where. */
struct elf_parts {
	ElfW(Addr) base;
	const ElfW(Phdr) * first;
	int count;
};

static inline struct elf_parts elf_parts_of(const struct dl_phdr_info *object)
{
	return (struct elf_parts){object->dlpi_addr, object->dlpi_phdr,
				  object->dlpi_phnum};
}

/* True when the address is in one of the object's mappings. */
bool elf_parts_contain(struct elf_parts parts, const void *address);
