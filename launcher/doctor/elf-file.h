/* SPDX-License-Identifier: MIT */
/*
 * A read-only view of an ELF file. Every access is checked against the file's size, so a
 * damaged file reads as one that lacks the part asked for.
 */
#ifndef FORKSEED_ELF_FILE_H
#define FORKSEED_ELF_FILE_H

#include <link.h>
#include <stdbool.h>
#include <stddef.h>

struct elf_file {
	const char *data; /* NULL: not open */
	size_t size;
};

/* False, with errno set, when the file can't be opened. Any regular file opens. */
bool elf_open(struct elf_file *file, const char *path);
void elf_close(struct elf_file *file);
bool elf_is_elf(const struct elf_file *file);
bool elf_same_machine(const struct elf_file *one, const struct elf_file *other);

/* The rest is for files of the launcher's own architecture. */
const char *elf_interpreter(const struct elf_file *file); /* PT_INTERP or NULL */
/* The index-th string of dynamic entries with this tag (DT_NEEDED ...), or NULL. */
const char *elf_dynamic_string(const struct elf_file *file, ElfW(Sxword) tag, int index);

/* What is at this offset of the file, or NULL: bytes; a string that ends in the file. */
const void *elf_at(const struct elf_file *file, size_t offset, size_t length);
const char *elf_string_at(const struct elf_file *file, size_t offset);

#endif
