/* SPDX-License-Identifier: MIT
 *
 * Word by word through what the object has mapped beside its code.
 */
#include "pairs.h"
#include "seals.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* The mapping that has the address, with those rights; NULL: none. */
static const ElfW(Phdr) *
	part_of(const struct dl_phdr_info *object, uintptr_t address, ElfW(Word) rights)
{
	for (int i = 0; i < object->dlpi_phnum; i++) {
		const ElfW(Phdr) *part = &object->dlpi_phdr[i];
		if (part->p_type == PT_LOAD && (part->p_flags & rights) == rights &&
		    address - object->dlpi_addr - part->p_vaddr < part->p_filesz)
			return part;
	}
	return NULL;
}

bool pair_is_called(const struct dl_phdr_info *object, const struct pair *row,
		    const char *name)
{
	uintptr_t at = (uintptr_t)row->name;
	size_t size = strlen(name) + 1;
	const ElfW(Phdr) *part = part_of(object, at, PF_R);
	return part && at + size <= object->dlpi_addr + part->p_vaddr + part->p_filesz &&
	       memcmp(row->name, name, size) == 0;
}

bool pair_has_code(const struct dl_phdr_info *object, const struct pair *row)
{
	return part_of(object, (uintptr_t)row->function, PF_X);
}

struct pair *pairs_find(const struct dl_phdr_info *object,
			bool (*fits)(const struct dl_phdr_info *object,
				     const struct pair *row, unsigned long left))
{
	struct pair *found = NULL;
	for (int i = 0; i < object->dlpi_phnum; i++) {
		const ElfW(Phdr) *part = &object->dlpi_phdr[i];
		if (part->p_type != PT_LOAD || (part->p_flags & (PF_R | PF_X)) != PF_R)
			continue;
		uintptr_t at = object->dlpi_addr + part->p_vaddr,
			  end = at + part->p_filesz;
		at = (at + sizeof(void *) - 1) & -sizeof(void *);
		for (; at + sizeof *found <= end; at += sizeof(void *)) {
			struct pair *row = (struct pair *)at;
			if (!fits(object, row, (end - at) / sizeof *row - 1))
				continue;
			if (found)
				return NULL;
			found = row;
		}
	}
	return found;
}

/* What is constant without having been relocated is read-only by its mapping. */
static struct seal seal_for(const struct dl_phdr_info *object, const void *place)
{
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE), at = (uintptr_t)place & -page;
	if (part_of(object, (uintptr_t)place, PF_W))
		return seal_of(object);
	return (struct seal){at, at + page, false};
}

bool pair_write(const struct dl_phdr_info *object, struct pair *row, void *function)
{
	struct seal seal = seal_for(object, &row->function);
	bool is_written = seal_write(&seal, &row->function, function);
	seal_close(&seal);
	return is_written;
}
