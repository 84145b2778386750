/* SPDX-License-Identifier: MIT */
/*
 * The names in an ELF file of the launcher's own architecture: of its sections, and of
 * the symbols that it defines and imports. As elf-file.h: a damaged file has fewer.
 */
#ifndef FORKSEED_ELF_NAMES_H
#define FORKSEED_ELF_NAMES_H

#include "elf-file.h"

/* Data that a program defines may be a library's: the linker copies it. */
enum name_kind { NAME_SECTION, NAME_DEFINED, NAME_DATA, NAME_IMPORTED };

/* Calls `visit` for every name: of the dynamic symbols, the others, and sections. */
void elf_for_each_name(const struct elf_file *file,
		       void (*visit)(const char *name, enum name_kind kind, void *data),
		       void *data);

/* The text that the section of this name begins with, or NULL. */
const char *elf_section_text(const struct elf_file *file, const char *name);

#endif
