/* SPDX-License-Identifier: MIT
 *
 * DT_HASH says how many symbols there are (System V ABI, "Hash Table"), and its chains
 * need not be followed: a vDSO has a handful.
 */
#include "elf_sysv.h"

#include <stddef.h>
#include <string.h>

/* A vDSO is read-only, so that its addresses are not relocated. */
static const uint32_t *read_hash(ElfW(Addr) base, const ElfW(Dyn) * tag)
{
	for (; tag->d_tag != DT_NULL; tag++)
		if (tag->d_tag == DT_HASH)
			return (const void *)(tag->d_un.d_ptr < base
						      ? tag->d_un.d_ptr + base
						      : tag->d_un.d_ptr);
	return NULL;
}

static const uint32_t *hash_of(const struct dl_phdr_info *object)
{
	for (int i = 0; i < object->dlpi_phnum; i++)
		if (object->dlpi_phdr[i].p_type == PT_DYNAMIC)
			return read_hash(object->dlpi_addr,
					 (const void *)(object->dlpi_addr +
							object->dlpi_phdr[i].p_vaddr));
	return NULL;
}

void *elf_sysv_find(const struct dl_phdr_info *object, const char *name)
{
	struct elf_symbols symbols;
	elf_symbols_open(&symbols, object);
	const uint32_t *hash = hash_of(object);
	if (!hash || !symbols.table || !symbols.names)
		return NULL;
	for (uint32_t i = 1; i < hash[1]; i++) {
		const ElfW(Sym) *symbol = &symbols.table[i];
		if (symbol->st_shndx != SHN_UNDEF &&
		    ELF64_ST_TYPE(symbol->st_info) == STT_FUNC &&
		    strcmp(symbols.names + symbol->st_name, name) == 0)
			return (void *)(symbols.base + symbol->st_value);
	}
	return NULL;
}
