/* SPDX-License-Identifier: MIT */
/*
 * Reading ELF: headers, interpreter, strings of the dynamic section. Nothing here knows
 * what the launcher wants with them.
 */
#include "elf-file.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* All parts of a sound file are aligned by the pointer size at least; strings are not. */
static bool is_aligned(size_t offset)
{
	return offset % sizeof(ElfW(Addr)) == 0;
}

const void *elf_at(const struct elf_file *file, size_t offset, size_t length)
{
	if (offset > file->size || length > file->size - offset)
		return NULL;
	return file->data + offset;
}

const char *elf_string_at(const struct elf_file *file, size_t offset)
{
	const char *string = elf_at(file, offset, 1);
	if (!string || !memchr(string, 0, file->size - offset))
		return NULL;
	return string;
}

static bool map(struct elf_file *file, int fd)
{
	struct stat st;
	if (fstat(fd, &st) < 0)
		return false;
	if (!S_ISREG(st.st_mode)) {
		errno = EACCES;
		return false;
	}
	file->size = (size_t)st.st_size;
	file->data = "";
	if (file->size == 0)
		return true;
	file->data = mmap(NULL, file->size, PROT_READ, MAP_PRIVATE, fd, 0);
	return file->data != MAP_FAILED;
}

bool elf_open(struct elf_file *file, const char *path)
{
	*file = (struct elf_file){0};
	/* O_NONBLOCK: a FIFO that is named like a program must not stop us. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return false;
	bool mapped = map(file, fd);
	int error = errno;
	close(fd);
	if (!mapped)
		*file = (struct elf_file){0};
	errno = error;
	return mapped;
}

void elf_close(struct elf_file *file)
{
	if (file->size > 0)
		munmap((void *)file->data, file->size);
	*file = (struct elf_file){0};
}

bool elf_is_elf(const struct elf_file *file)
{
	return file->data && file->size >= sizeof(Elf32_Ehdr) &&
	       memcmp(file->data, ELFMAG, SELFMAG) == 0;
}

bool elf_same_machine(const struct elf_file *one, const struct elf_file *other)
{
	/* e_machine has the same place in both classes. */
	const Elf32_Ehdr *a = (const void *)one->data, *b = (const void *)other->data;
	return a->e_ident[EI_CLASS] == b->e_ident[EI_CLASS] &&
	       a->e_ident[EI_DATA] == b->e_ident[EI_DATA] && a->e_machine == b->e_machine;
}

static const ElfW(Phdr) * segment(const struct elf_file *file, size_t index)
{
	const ElfW(Ehdr) *head = elf_at(file, 0, sizeof *head);
	if (!head || index >= head->e_phnum || head->e_phentsize != sizeof(ElfW(Phdr)))
		return NULL;
	size_t offset = head->e_phoff + index * sizeof(ElfW(Phdr));
	return is_aligned(offset) ? elf_at(file, offset, sizeof(ElfW(Phdr))) : NULL;
}

static const ElfW(Phdr) * segment_of_type(const struct elf_file *file, unsigned type)
{
	const ElfW(Phdr) * found;
	for (size_t i = 0; (found = segment(file, i)); i++)
		if (found->p_type == type)
			return found;
	return NULL;
}

const char *elf_interpreter(const struct elf_file *file)
{
	const ElfW(Phdr) *interp = segment_of_type(file, PT_INTERP);
	return interp ? elf_string_at(file, interp->p_offset) : NULL;
}

/* The file offset of what will be loaded at this address. */
static size_t offset_of(const struct elf_file *file, ElfW(Addr) address)
{
	const ElfW(Phdr) * load;
	for (size_t i = 0; (load = segment(file, i)); i++)
		if (load->p_type == PT_LOAD && address >= load->p_vaddr &&
		    address - load->p_vaddr < load->p_filesz)
			return address - load->p_vaddr + load->p_offset;
	return file->size;
}

/* The index-th dynamic entry with this tag. */
static const ElfW(Dyn) *
	dynamic_entry(const struct elf_file *file, ElfW(Sxword) tag, int index)
{
	const ElfW(Phdr) *dynamic = segment_of_type(file, PT_DYNAMIC);
	if (!dynamic || !is_aligned(dynamic->p_offset))
		return NULL;
	size_t offset = dynamic->p_offset;
	const ElfW(Dyn) * entry;
	for (; (entry = elf_at(file, offset, sizeof *entry)); offset += sizeof *entry) {
		if (entry->d_tag == DT_NULL)
			return NULL;
		if (entry->d_tag == tag && index-- == 0)
			return entry;
	}
	return NULL;
}

const char *elf_dynamic_string(const struct elf_file *file, ElfW(Sxword) tag, int index)
{
	const ElfW(Dyn) *strings = dynamic_entry(file, DT_STRTAB, 0);
	const ElfW(Dyn) *entry = dynamic_entry(file, tag, index);
	if (!strings || !entry)
		return NULL;
	return elf_string_at(file,
			     offset_of(file, strings->d_un.d_ptr) + entry->d_un.d_val);
}
