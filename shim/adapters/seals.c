/* SPDX-License-Identifier: MIT
 *
 * One mprotect(2) opens all of an object's sealed pages, one closes them.
 */
#include "seals.h"

#include <stdatomic.h>
#include <sys/mman.h>
#include <unistd.h>

/* As the dynamic linker rounds it (elf/dl-reloc.c, _dl_protect_relro). */
struct seal seal_of(const struct dl_phdr_info *object)
{
	struct seal seal = {0};
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	for (int i = 0; i < object->dlpi_phnum; i++) {
		const ElfW(Phdr) *part = &object->dlpi_phdr[i];
		uintptr_t begin = object->dlpi_addr + part->p_vaddr;
		if (part->p_type == PT_GNU_RELRO)
			seal = (struct seal){begin & -page,
					     (begin + part->p_memsz) & -page, false};
	}
	return seal;
}

static bool protect(const struct seal *seal, int how)
{
	return mprotect((void *)seal->begin, seal->end - seal->begin, how) == 0;
}

bool seal_write(struct seal *seal, void *place, const void *value)
{
	uintptr_t at = (uintptr_t)place;
	bool is_sealed = at >= seal->begin && at < seal->end;
	if (is_sealed && !seal->is_opened &&
	    !(seal->is_opened = protect(seal, PROT_READ | PROT_WRITE)))
		return false;
	atomic_store((_Atomic uintptr_t *)place, (uintptr_t)value);
	return true;
}

void seal_close(struct seal *seal)
{
	if (seal->is_opened)
		protect(seal, PROT_READ);
	seal->is_opened = false;
}
