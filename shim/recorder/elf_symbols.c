/* SPDX-License-Identifier: MIT
 *
 * The DT_GNU_HASH lookup of the dynamic linker, by name: of several versions it is the
 * default one, if there is one. Objects that carry only the older DT_HASH are passed
 * over; Debian and its kin have had none since 2007.
 */
#include "elf_symbols.h"
#include "core/text.h"

#include <stddef.h>

enum { HIDDEN_VERSION = 0x8000 };

/* ld.so relocates these pointers in place, except where the section is read-only (vDSO).
 */
static const void *pointer(const struct elf_symbols *symbols, ElfW(Addr) address)
{
	return (const void *)(address < symbols->base ? address + symbols->base
						      : address);
}

static void read_tag(struct elf_symbols *symbols, const ElfW(Dyn) * tag)
{
	const void *at = pointer(symbols, tag->d_un.d_ptr);
	if (tag->d_tag == DT_SONAME)
		symbols->soname = tag->d_un.d_val;
	if (tag->d_tag == DT_SYMTAB)
		symbols->table = at;
	else if (tag->d_tag == DT_STRTAB)
		symbols->names = at;
	else if (tag->d_tag == DT_GNU_HASH)
		symbols->gnu_hash = at;
	else if (tag->d_tag == DT_VERSYM)
		symbols->versions = at;
}

bool elf_symbols_read(struct elf_symbols *symbols, ElfW(Addr) base, const ElfW(Dyn) * tag)
{
	*symbols = (struct elf_symbols){.base = base};
	for (; tag && tag->d_tag != DT_NULL; tag++)
		read_tag(symbols, tag);
	return symbols->table && symbols->names && symbols->gnu_hash;
}

bool elf_symbols_open(struct elf_symbols *symbols, const struct dl_phdr_info *object)
{
	const ElfW(Dyn) *tags = NULL;
	for (int i = 0; i < object->dlpi_phnum; i++)
		if (object->dlpi_phdr[i].p_type == PT_DYNAMIC)
			tags = (const void *)(object->dlpi_addr +
					      object->dlpi_phdr[i].p_vaddr);
	return elf_symbols_read(symbols, object->dlpi_addr, tags);
}

static uint32_t gnu_hash(const char *name)
{
	uint32_t hash = 5381;
	for (; *name; name++)
		hash = hash * 33 + (unsigned char)*name;
	return hash;
}

/* What only old programs are linked with: 32-bit libc's posix_spawn@GLIBC_2.2 comes first
 * in its table, and does what the newer one no longer does. */
static bool is_old(const struct elf_symbols *symbols, const ElfW(Sym) * symbol)
{
	return symbols->versions &&
	       symbols->versions[symbol - symbols->table] & HIDDEN_VERSION;
}

/* NULL: any name will do. */
static bool defines(const struct elf_symbols *symbols, const ElfW(Sym) * symbol,
		    const char *name)
{
	int type = ELF64_ST_TYPE(symbol->st_info); /* the same in both classes */
	return symbol->st_shndx != SHN_UNDEF &&
	       (type == STT_FUNC || type == STT_OBJECT) &&
	       (!name || text_is(symbols->names + symbol->st_name, name));
}

static const ElfW(Sym) *
	find(const struct elf_symbols *symbols, uint32_t hash, const char *name)
{
	const uint32_t *header = symbols->gnu_hash;
	uint32_t buckets = header[0], first = header[1], words = header[2],
		 shift = header[3];
	const ElfW(Addr) *bloom = (const void *)(header + 4);
	const uint32_t *bucket = (const void *)(bloom + words), *chain = bucket + buckets;
	uint32_t bits = 8 * sizeof *bloom;
	ElfW(Addr) mask =
		(ElfW(Addr))1 << hash % bits | (ElfW(Addr))1 << (hash >> shift) % bits;

	if ((bloom[hash / bits % words] & mask) != mask)
		return NULL;
	uint32_t index = bucket[hash % buckets];
	if (index < first)
		return NULL;
	const ElfW(Sym) *old = NULL;
	for (;; index++) {
		uint32_t entry = chain[index - first];
		const ElfW(Sym) *symbol = &symbols->table[index];
		if ((entry | 1) == (hash | 1) && defines(symbols, symbol, name)) {
			if (!is_old(symbols, symbol))
				return symbol;
			old = old ? old : symbol;
		}
		if (entry & 1)
			return old;
	}
}

void *elf_symbols_find(const struct elf_symbols *symbols, const char *name)
{
	const ElfW(Sym) *symbol = find(symbols, gnu_hash(name), name);
	return symbol ? (void *)(symbols->base + symbol->st_value) : NULL;
}

bool elf_symbols_have(const struct elf_symbols *symbols, uint32_t hash)
{
	return find(symbols, hash, NULL) != NULL;
}

bool elf_parts_contain(struct elf_parts parts, const void *address)
{
	for (int i = 0; i < parts.count; i++) {
		const ElfW(Phdr) *part = &parts.first[i];
		ElfW(Addr) offset = (ElfW(Addr))address - parts.base - part->p_vaddr;
		if (part->p_type == PT_LOAD && offset < part->p_memsz)
			return true;
	}
	return false;
}
