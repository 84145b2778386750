/* SPDX-License-Identifier: MIT
 *
 * Reading the dynamic linker's list, and the build ids (ld(1), --build-id) that tell
 * whether a file is still the one that was loaded.
 */
#include "modules.h"
#include "elf_symbols.h"
#include "elf_sysv.h"

#include PROCESSOR_FILE

#include <limits.h>
#include <string.h>

/* What _dl_find_object fills in (glibc 2.35, <dlfcn.h>), with room for more. */
struct found {
	unsigned long long flags;
	void *start, *end;
	struct link_map *map;
	void *more[16];
};

static uint64_t hash(uint64_t value, const void *data, size_t size)
{
	const unsigned char *bytes = data;
	for (size_t i = 0; i < size; i++)
		value = (value ^ bytes[i]) * 0x100000001b3; /* FNV-1a */
	return value;
}

/* ELF notes: name, description and type, each padded to 4 bytes. */
static void read_notes(struct module *module, const char *at, const char *end)
{
	const ElfW(Nhdr) *note = (const void *)at;
	while (at + sizeof *note <= end) {
		note = (const void *)at;
		const char *name = at + sizeof *note;
		const char *id = name + ((note->n_namesz + 3) & ~3u);
		if (note->n_type == NT_GNU_BUILD_ID && note->n_namesz == 4 &&
		    memcmp(name, "GNU", 4) == 0) {
			uint32_t size = note->n_descsz;
			size = size < RECORDING_BUILD_ID ? size : RECORDING_BUILD_ID;
			memcpy(module->build_id, id, size);
			module->build_id_size = size;
			return;
		}
		at = id + ((note->n_descsz + 3) & ~3u);
	}
}

static void read_part(struct module *module, const ElfW(Phdr) * part)
{
	uintptr_t start = module->base + part->p_vaddr, end = start + part->p_memsz;
	if (part->p_type == PT_NOTE && !module->build_id_size)
		read_notes(module, (const char *)start, (const char *)end);
	if (part->p_type != PT_LOAD)
		return;
	if (!module->start || start < module->start)
		module->start = start & ~(uintptr_t)0xfff;
	if (end > module->end)
		module->end = end;
}

static void read_parts(struct module *module, const ElfW(Phdr) * parts, int count)
{
	for (int i = 0; i < count; i++)
		read_part(module, &parts[i]);
	module->key = hash(0xcbf29ce484222325, module->build_id, module->build_id_size);
	module->key = hash(module->key, module->path, strlen(module->path));
}

/* The slot of the object that starts there, or the empty one where it would go; NULL when
 * there are too many. */
static struct module *slot(struct modules *modules, uintptr_t start)
{
	size_t index = (size_t)(((uint64_t)start >> 12) * 0x9e3779b97f4a7c15 >> 32);
	for (int i = 0; i < MODULES_SLOTS; i++, index++) {
		struct module *module = &modules->slots[index % MODULES_SLOTS];
		if (module->start == start)
			return module;
		if (module->start == 0)
			return modules->count < MODULES_SLOTS / 4 * 3 ? module : NULL;
	}
	return NULL;
}

/* A module as it is read anew; two threads may put the same one into its slot. */
static struct module *put(struct modules *modules, struct module *fresh)
{
	struct module *module = slot(modules, fresh->start);
	if (!module)
		return NULL;
	modules->count += module->start == 0;
	*module = *fresh;
	return module;
}

static int find_functions(struct dl_phdr_info *object, size_t size, void *data)
{
	struct modules *modules = data;
	struct elf_symbols symbols;
	(void)size;
	bool is_hashed = elf_symbols_open(&symbols, object);
	if (is_hashed && !modules->find_object)
		modules->find_object = elf_symbols_find(&symbols, "_dl_find_object");
	if (!modules->clock)
		modules->clock = is_hashed ? elf_symbols_find(&symbols, PROCESSOR_CLOCK)
					   : elf_sysv_find(object, PROCESSOR_CLOCK);
	return 0;
}

static int list(struct dl_phdr_info *object, size_t size, void *data)
{
	struct module module = {.base = object->dlpi_addr, .path = object->dlpi_name};
	(void)size;
	read_parts(&module, object->dlpi_phdr, object->dlpi_phnum);
	put(data, &module);
	return 0;
}

void modules_start(struct modules *modules)
{
	dl_iterate_phdr(find_functions, modules);
	if (!modules->find_object)
		dl_iterate_phdr(list, modules);
}

/* The program headers, where an object begins with its file's beginning and they are on
 * the first page, as linkers lay it out. */
static const ElfW(Phdr) * headers(const struct found *found, int *count)
{
	const ElfW(Ehdr) *head = found->start;
	if (memcmp(head->e_ident, ELFMAG, SELFMAG) != 0 ||
	    head->e_phoff + head->e_phnum * sizeof(ElfW(Phdr)) > 4096)
		return NULL;
	*count = head->e_phnum;
	return (const void *)((const char *)found->start + head->e_phoff);
}

static struct module *read_found(struct modules *modules, const struct found *found)
{
	struct module fresh = {.base = found->map->l_addr, .path = found->map->l_name};
	int count;
	const ElfW(Phdr) *parts = headers(found, &count);
	if (!parts)
		return NULL;
	read_parts(&fresh, parts, count);
	return put(modules, &fresh);
}

static struct module *look_up(struct modules *modules, uintptr_t address)
{
	int (*find)(void *, struct found *) =
		(int (*)(void *, struct found *))modules->find_object;
	struct found found;
	if (find((void *)address, &found) != 0)
		return NULL;
	struct module *known = slot(modules, (uintptr_t)found.start);
	bool is_same = known && known->path == found.map->l_name &&
		       known->base == found.map->l_addr;
	return is_same ? known : read_found(modules, &found);
}

static struct module *look_through(struct modules *modules, uintptr_t address)
{
	for (int i = 0; i < MODULES_SLOTS; i++)
		if (address >= modules->slots[i].start && address < modules->slots[i].end)
			return &modules->slots[i];
	return NULL;
}

struct module *modules_find(struct modules *modules, uintptr_t address)
{
	return modules->find_object ? look_up(modules, address)
				    : look_through(modules, address);
}

void modules_record(struct module *module, struct recording *recording, uint32_t process)
{
	if (module->recorded)
		return;
	size_t length = strlen(module->path);
	struct module_record *record =
		recording_reserve(recording, RECORD_MODULE, sizeof *record + length + 1);
	if (!record)
		return;
	record->head.process = process;
	record->base = module->base;
	record->start = module->start;
	record->end = module->end;
	record->build_id_size = module->build_id_size;
	memcpy(record->build_id, module->build_id, RECORDING_BUILD_ID);
	memcpy(record->path, module->path, length);
	module->recorded = recording_commit(recording, record);
}
