/* SPDX-License-Identifier: MIT
 *
 * One walk over the relocations of each object. A slot that holds a function's address is
 * that function's; one that will be bound by its first call is known by the symbol's
 * name.
 */
#include "slots.h"
#include "functions.h"
#include "libraries.h"
#include "recorder/elf_symbols.h"
#include "seals.h"

#include RELOCATIONS_FILE

struct object {
	const struct dl_phdr_info *info;
	struct elf_symbols symbols;
	const relocation *list, *jumps;
	size_t list_size, jumps_size; /* in bytes */
	size_t relative;              /* so many at the list's start have no symbol */
	uintptr_t start, end;
	struct seal seal;
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
	case RELOCATIONS_RELATIVE:
		object->relative = tag->d_un.d_val;
		break;
	case DT_JMPREL:
		object->jumps = list;
		break;
	case DT_PLTRELSZ:
		object->jumps_size = tag->d_un.d_val;
		break;
	}
}

static void read_extent(struct object *object, const ElfW(Phdr) * part)
{
	uintptr_t start = object->info->dlpi_addr + part->p_vaddr;
	object->start = start < object->start ? start : object->start;
	object->end = start + part->p_memsz;
}

static void read_object(struct object *object)
{
	const struct dl_phdr_info *info = object->info;
	for (int i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *part = &info->dlpi_phdr[i];
		if (part->p_type == PT_LOAD)
			read_extent(object, part);
		if (part->p_type != PT_DYNAMIC)
			continue;
		const ElfW(Dyn) *tag = (const void *)(info->dlpi_addr + part->p_vaddr);
		for (; tag->d_tag != DT_NULL; tag++)
			read_tag(object, tag);
	}
}

bool slots_write(struct object *object, void *slot, const void *value)
{
	return seal_write(&object->seal, slot, value);
}

static const struct function *meant(const struct object *object, const relocation *one,
				    uintptr_t value)
{
	const struct function *function = functions_at((const void *)value);
	if (function || !relocation_is_lazy(one) || value < object->start ||
	    value >= object->end)
		return function;
	const ElfW(Sym) *symbol = &object->symbols.table[relocation_symbol(one)];
	function = functions_named(object->symbols.names + symbol->st_name);
	return function && *function->definitions == 1 ? function : NULL;
}

static void fill(struct object *object, const relocation *one, size_t size)
{
	for (const relocation *end = one + size / sizeof *one; one < end; one++) {
		if (!relocation_is_address(one) || !relocation_symbol(one))
			continue;
		uintptr_t *slot = (uintptr_t *)(object->info->dlpi_addr + one->r_offset);
		const struct function *function = meant(object, one, *slot);
		if (function)
			seal_write(&object->seal, slot, function->hook);
	}
}

static int visit(struct dl_phdr_info *info, size_t size, void *data)
{
	unsigned *index = data;
	struct object object = {
		.info = info, .start = UINTPTR_MAX, .seal = seal_of(info)};
	(void)size;
	if (!libraries_is_new((*index)++) || libraries_is_ours(info) ||
	    !elf_symbols_open(&object.symbols, info))
		return 0;
	read_object(&object);
	size_t skipped = object.relative * sizeof *object.list;
	if (skipped < object.list_size)
		fill(&object, object.list + object.relative, object.list_size - skipped);
	fill(&object, object.jumps, object.jumps_size);
	libraries_meet(info, &object);
	seal_close(&object.seal);
	return 0;
}

void slots_fill(void)
{
	unsigned index = 0;
	if (!RELOCATIONS_KNOWN)
		adapter_refuses("adapters", "on this processor nothing is healed");
	dl_iterate_phdr(visit, &index);
	libraries_are_met();
}
