/* SPDX-License-Identifier: MIT
 *
 * By the program headers of what is loaded.
 */
#include "ranges.h"

#include <link.h>

struct search {
	uintptr_t address;
	struct range found;
};

static int visit(struct dl_phdr_info *object, size_t size, void *data)
{
	struct search *search = data;
	(void)size;
	for (int i = 0; i < object->dlpi_phnum; i++) {
		const ElfW(Phdr) *part = &object->dlpi_phdr[i];
		uintptr_t begin = object->dlpi_addr + part->p_vaddr;
		if (part->p_type == PT_LOAD && search->address - begin < part->p_memsz)
			search->found = (struct range){begin, begin + part->p_memsz};
	}
	return search->found.end != 0;
}

struct range range_of(const void *address)
{
	struct search search = {(uintptr_t)address, {0, 0}};
	dl_iterate_phdr(visit, &search);
	return search.found;
}

/* The first object is the program. */
static int visit_program(struct dl_phdr_info *object, size_t size, void *data)
{
	visit(object, size, data);
	return 1;
}

bool range_is_programs(const void *address)
{
	struct search search = {(uintptr_t)address, {0, 0}};
	dl_iterate_phdr(visit_program, &search);
	return search.found.end != 0;
}
