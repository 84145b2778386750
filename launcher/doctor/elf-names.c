/* SPDX-License-Identifier: MIT */
/*
 * Reading ELF: the names of sections and symbols, by the section headers, which tell how
 * many symbols there are. A file that was stripped of those too has no names.
 */
#include "elf-names.h"
#include <string.h>

enum { OUR_CLASS = sizeof(void *) == 8 ? ELFCLASS64 : ELFCLASS32 };

typedef void visitor(const char *name, enum name_kind kind, void *data);

static const ElfW(Shdr) * section(const struct elf_file *file, size_t index)
{
	const ElfW(Ehdr) *head = elf_at(file, 0, sizeof *head);
	if (!head || index >= head->e_shnum || head->e_shentsize != sizeof(ElfW(Shdr)) ||
	    head->e_shoff % sizeof(ElfW(Addr)) != 0 || head->e_shoff > file->size)
		return NULL;
	return elf_at(file, head->e_shoff + index * sizeof(ElfW(Shdr)),
		      sizeof(ElfW(Shdr)));
}

/* The name at this offset of a section of strings, or NULL. */
static const char *name_in(const struct elf_file *file, const ElfW(Shdr) * strings,
			   size_t offset)
{
	if (!strings || offset >= strings->sh_size || strings->sh_offset > file->size)
		return NULL;
	return elf_string_at(file, strings->sh_offset + offset);
}

static enum name_kind kind_of(const ElfW(Sym) * symbol)
{
	if (symbol->st_shndx == SHN_UNDEF)
		return NAME_IMPORTED;
	/* The type's place in st_info is the same in both classes. */
	return ELF64_ST_TYPE(symbol->st_info) == STT_OBJECT ? NAME_DATA : NAME_DEFINED;
}

static void visit_symbols(const struct elf_file *file, const ElfW(Shdr) * symbols,
			  visitor *visit, void *data)
{
	const ElfW(Shdr) *strings = section(file, symbols->sh_link);
	size_t count = symbols->sh_size / sizeof(ElfW(Sym));
	const ElfW(Sym) *symbol = elf_at(file, symbols->sh_offset, symbols->sh_size);
	if (!symbol || symbols->sh_offset % sizeof(ElfW(Addr)) != 0)
		return;
	for (; count > 0; count--, symbol++) {
		const char *name = name_in(file, strings, symbol->st_name);
		if (name && *name)
			visit(name, kind_of(symbol), data);
	}
}

static bool is_ours(const struct elf_file *file)
{
	const ElfW(Ehdr) *head = elf_at(file, 0, sizeof *head);
	return head && elf_is_elf(file) && head->e_ident[EI_CLASS] == OUR_CLASS;
}

static const ElfW(Shdr) * names_of_sections(const struct elf_file *file)
{
	const ElfW(Ehdr) *head = elf_at(file, 0, sizeof *head);
	return is_ours(file) ? section(file, head->e_shstrndx) : NULL;
}

const char *elf_section_text(const struct elf_file *file, const char *name)
{
	const ElfW(Shdr) *strings = names_of_sections(file), *found;
	for (size_t i = 0; strings && (found = section(file, i)); i++) {
		const char *its = name_in(file, strings, found->sh_name);
		if (its && strcmp(its, name) == 0 && found->sh_type == SHT_PROGBITS)
			return elf_string_at(file, found->sh_offset);
	}
	return NULL;
}

void elf_for_each_name(const struct elf_file *file, visitor *visit, void *data)
{
	const ElfW(Shdr) *strings = names_of_sections(file);
	const ElfW(Shdr) * found;
	for (size_t i = 0; is_ours(file) && (found = section(file, i)); i++) {
		const char *name = name_in(file, strings, found->sh_name);
		if (name && *name)
			visit(name, NAME_SECTION, data);
		if (found->sh_type == SHT_DYNSYM || found->sh_type == SHT_SYMTAB)
			visit_symbols(file, found, visit, data);
	}
}
