/* SPDX-License-Identifier: MIT */
/*
 * The tables that were relocated at the start can't be written to any more, before
 * anything of a program's is read. glibc's start does so by itself in a static PIE,
 * musl's does not.
 */
#define _GNU_SOURCE
#include "launcher.h"
#include <link.h>
#include <sys/mman.h>
#include <unistd.h>

static int protect(struct dl_phdr_info *info, size_t size, void *unused)
{
	(void)size, (void)unused;
	const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	for (unsigned i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *segment = &info->dlpi_phdr[i];
		const uintptr_t start = info->dlpi_addr + segment->p_vaddr;
		const uintptr_t from = start & -page,
				to = (start + segment->p_memsz) & -page;
		if (segment->p_type == PT_GNU_RELRO && from < to)
			mprotect((void *)from, to - from, PROT_READ);
	}
	return 1; /* the first is ours */
}

void protect_tables(void)
{
	dl_iterate_phdr(protect, NULL);
}
