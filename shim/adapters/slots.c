/* SPDX-License-Identifier: MIT
 *
 * One walk over the relocations of each object. A slot that holds a function's address is
 * that function's; one that will be bound by its first call is known by the symbol's
 * name. Tables of functions are written to as slots are.
 */
#include "slots.h"
#include "functions.h"
#include "recorder/elf_symbols.h"

#include RELOCATIONS_FILE

#include <stdatomic.h>
#include <sys/mman.h>
#include <unistd.h>

struct object {
	const struct dl_phdr_info *info;
	struct elf_symbols symbols;
	const relocation *list, *jumps;
	size_t list_size, jumps_size; /* in bytes */
	uintptr_t sealed, sealed_end; /* PT_GNU_RELRO, in pages; not writable, but when */
	bool is_opened;
};

static void read_tag(struct object *object, const ElfW(Dyn) * tag)
{
	uintptr_t at = tag->d_un.d_ptr, base = object->info->dlpi_addr;
	const relocation *list = (const relocation *)(at < base ? at + base : at);
	switch (tag->d_tag) {
	case RELOCATIONS:
		object->list = list;
		break;
	case RELOCATIONS_SIZE:
		object->list_size = tag->d_un.d_val;
		break;
	case DT_JMPREL:
		object->jumps = list;
		break;
	case DT_PLTRELSZ:
		object->jumps_size = tag->d_un.d_val;
		break;
	}
}

/* As the dynamic linker rounds it (elf/dl-reloc.c, _dl_protect_relro). */
static void read_seal(struct object *object, const ElfW(Phdr) * part)
{
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE),
		  start = object->info->dlpi_addr + part->p_vaddr;
	object->sealed = start & -page;
	object->sealed_end = (start + part->p_memsz) & -page;
}

static void read_object(struct object *object)
{
	const struct dl_phdr_info *info = object->info;
	for (int i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *part = &info->dlpi_phdr[i];
		if (part->p_type == PT_GNU_RELRO)
			read_seal(object, part);
		if (part->p_type != PT_DYNAMIC)
			continue;
		const ElfW(Dyn) *tag = (const void *)(info->dlpi_addr + part->p_vaddr);
		for (; tag->d_tag != DT_NULL; tag++)
			read_tag(object, tag);
	}
}

static bool protect(const struct object *object, int how)
{
	return mprotect((void *)object->sealed, object->sealed_end - object->sealed,
			how) == 0;
}

/* False where the slot can't be written to. Other threads may be reading it. */
static bool write_slot(struct object *object, uintptr_t *slot, const void *hook)
{
	uintptr_t at = (uintptr_t)slot;
	bool is_sealed = at >= object->sealed && at < object->sealed_end;
	if (is_sealed && !object->is_opened &&
	    !(object->is_opened = protect(object, PROT_READ | PROT_WRITE)))
		return false;
	atomic_store((_Atomic uintptr_t *)slot, (uintptr_t)hook);
	return true;
}

static const struct function *meant(const struct object *object, const relocation *one,
				    uintptr_t value)
{
	const struct function *function = functions_at((const void *)value);
	if (function || !relocation_is_lazy(one) ||
	    !elf_parts_contain(elf_parts_of(object->info), (const void *)value))
		return function;
	const ElfW(Sym) *symbol = &object->symbols.table[relocation_symbol(one)];
	function = functions_named(object->symbols.names + symbol->st_name);
	return function && function->definitions == 1 ? function : NULL;
}

static void fill(struct object *object, const relocation *one, size_t size)
{
	for (const relocation *end = one + size / sizeof *one; one < end; one++) {
		if (!relocation_is_address(one) || !relocation_symbol(one))
			continue;
		uintptr_t *slot = (uintptr_t *)(object->info->dlpi_addr + one->r_offset);
		const struct function *function = meant(object, one, *slot);
		if (function)
			write_slot(object, slot, function->hook);
	}
}

static int visit(struct dl_phdr_info *info, size_t size, void *data)
{
	unsigned *index = data;
	struct object object = {.info = info};
	(void)size;
	if (!functions_is_new((*index)++) || functions_are_in(info) ||
	    !elf_symbols_open(&object.symbols, info))
		return 0;
	read_object(&object);
	fill(&object, object.list, object.list_size);
	fill(&object, object.jumps, object.jumps_size);
	if (object.is_opened)
		protect(&object, PROT_READ);
	return 0;
}

void slots_fill(void)
{
	unsigned index = 0;
	if (!RELOCATIONS_KNOWN)
		adapter_refuses("adapters", "on this processor nothing is healed");
	dl_iterate_phdr(visit, &index);
	functions_are_placed();
}

struct tables {
	void **table;
	const struct table_hook *hooks;
	bool is_filled;
};

static bool fill_one(struct object *object, void **slot, const struct table_hook *one)
{
	if (*slot == one->hook)
		return true;
	if (!*one->next)
		*one->next = *slot;
	return *one->next == *slot &&
	       write_slot(object, (uintptr_t *)(void *)slot, one->hook);
}

static int visit_for_table(struct dl_phdr_info *info, size_t size, void *data)
{
	struct tables *wanted = data;
	struct object object = {.info = info};
	(void)size;
	if (!elf_parts_contain(elf_parts_of(info), wanted->table))
		return 0;
	read_object(&object);
	wanted->is_filled = true;
	for (const struct table_hook *one = wanted->hooks; one->hook; one++)
		wanted->is_filled &= fill_one(&object, &wanted->table[one->index], one);
	if (object.is_opened)
		protect(&object, PROT_READ);
	return 1;
}

bool slots_fill_table(void **table, const struct table_hook *hooks)
{
	struct tables wanted = {table, hooks, false};
	dl_iterate_phdr(visit_for_table, &wanted);
	return wanted.is_filled;
}
