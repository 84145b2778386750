/* SPDX-License-Identifier: MIT
 *
 * The headers of ELF files: for which processor and which libc a program is, and whether
 * it is the dynamic linker of one. Reads files, by system calls.
 */
#pragma once

#include "file.h"

/* Of glibc, of any processor; by the name alone. */
bool elf_is_loader(const char *path);

/* What a dynamic linker will do: `words` are its command line, memory of the program's.
 */
enum loader elf_loader(const char *path, char *const words[], bool is_traced);

/* How many bytes were read, or a negative number. */
long elf_read(int fd, void *to, size_t size, uint64_t at);

/* As file_judge(), of a file whose first bytes are in the room. */
enum escape_cause elf_judge(struct file_room *room, const struct judged *judged);
