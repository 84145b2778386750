/* SPDX-License-Identifier: MIT
 *
 * The DT_GNU_HASH lookup of the dynamic linker (elf/dl-lookup.c).
 */
#include "symbols.h"
#include "core/text.h"

enum { HIDDEN_VERSION = 0x8000 };

/* ld.so relocates these pointers in place, except where the section is read-only (vDSO).
 */
static const void *pointer(const struct symbols *symbols, ElfW(Addr) address)
{
	return (const void *)(address < symbols->base ? address + symbols->base
						      : address);
}

bool symbols_open(struct symbols *symbols, const struct link_map *map)
{
	*symbols = (struct symbols){.base = map->l_addr};
	for (const ElfW(Dyn) *tag = map->l_ld; tag && tag->d_tag != DT_NULL; tag++) {
		const void *at = pointer(symbols, tag->d_un.d_ptr);
		if (tag->d_tag == DT_SYMTAB)
			symbols->table = at;
		else if (tag->d_tag == DT_STRTAB)
			symbols->names = at;
		else if (tag->d_tag == DT_GNU_HASH)
			symbols->gnu_hash = at;
		else if (tag->d_tag == DT_VERSYM)
			symbols->versions = at;
	}
	return symbols->table && symbols->names && symbols->gnu_hash;
}

static uint32_t gnu_hash(const char *name)
{
	uint32_t hash = 5381;
	for (; *name; name++)
		hash = hash * 33 + (unsigned char)*name;
	return hash;
}

static bool is_it(const struct symbols *symbols, uint32_t index, const char *name)
{
	const ElfW(Sym) *symbol = &symbols->table[index];
	int type = ELF64_ST_TYPE(symbol->st_info); /* the same in both classes */
	return symbol->st_shndx != SHN_UNDEF &&
	       (type == STT_FUNC || type == STT_OBJECT) &&
	       text_is(symbols->names + symbol->st_name, name);
}

/* What old programs are linked with, and new ones no more. */
static bool is_old(const struct symbols *symbols, uint32_t index)
{
	return symbols->versions && symbols->versions[index] & HIDDEN_VERSION;
}

void *symbols_find(const struct symbols *symbols, const char *name)
{
	const uint32_t *header = symbols->gnu_hash;
	uint32_t buckets = header[0], first = header[1], words = header[2];
	const ElfW(Addr) *bloom = (const void *)(header + 4);
	const uint32_t *bucket = (const void *)(bloom + words), *chain = bucket + buckets;
	uint32_t hash = gnu_hash(name), index = bucket[hash % buckets], entry;
	if (index < first)
		return NULL;
	void *found = NULL;
	do {
		entry = chain[index - first];
		if ((entry | 1) == (hash | 1) && is_it(symbols, index, name)) {
			if (!found || !is_old(symbols, index))
				found = (void *)(symbols->base +
						 symbols->table[index].st_value);
		}
		index++;
	} while (!(entry & 1));
	return found;
}
