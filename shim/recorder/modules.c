/* SPDX-License-Identifier: MIT
 *
 * Reading the dynamic linker's list, and the build ids (ld(1), --build-id) that tell
 * whether a file is still the one that was loaded.
 */
#include "modules.h"
#include "elf_symbols.h"
#include "elf_sysv.h"
#include "generators/libc.h"

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

/* The copy of a path that there is already, or NULL. */
static const char *kept_path(const struct modules *modules, uintptr_t text,
			     struct reading how)
{
	uint32_t size = modules->paths_size;
	for (uint32_t at = 0; at < size && at < MODULES_PATHS;
	     at += (uint32_t)strlen(modules->paths + at) + 1)
		if (reading_is_text(how, text, modules->paths + at))
			return modules->paths + at;
	return NULL;
}

/* NULL where the path can't be read, or there is no room. */
static const char *keep_path(struct modules *modules, uintptr_t text, struct reading how)
{
	const char *kept = kept_path(modules, text, how);
	int length = kept ? 0 : reading_length(how, text);
	if (kept || length < 0)
		return kept;
	uint32_t at = modules->paths_size;
	do {
		if ((uint32_t)length + 1 >= MODULES_PATHS - at)
			return NULL;
	} while (!atomic_compare_exchange_weak(&modules->paths_size, &at,
					       at + (uint32_t)length + 1));
	char *path = modules->paths + at;
	if (!reading_copy(how, path, text, (size_t)length))
		memset(path, '?', (size_t)length);
	return path;
}

/* ELF notes: name, description and type, each padded to 4 bytes. */
static void read_note(struct module *module, uintptr_t at, uintptr_t end,
		      struct reading how)
{
	struct {
		ElfW(Nhdr) head;
		char name[4];
		unsigned char id[RECORDING_BUILD_ID];
	} note;
	while (at + sizeof note.head <= end) {
		size_t size = end - at < sizeof note ? end - at : sizeof note;
		memset(&note, 0, sizeof note);
		if (!reading_copy(how, &note, at, size))
			return;
		if (note.head.n_type == NT_GNU_BUILD_ID && note.head.n_namesz == 4 &&
		    memcmp(note.name, "GNU", 4) == 0) {
			uint32_t length = note.head.n_descsz;
			module->build_id_size =
				length < RECORDING_BUILD_ID ? length : RECORDING_BUILD_ID;
			memcpy(module->build_id, note.id, module->build_id_size);
			return;
		}
		at += sizeof note.head + ((note.head.n_namesz + 3) & ~3u) +
		      ((note.head.n_descsz + 3) & ~3u);
	}
}

static void read_part(struct module *module, const ElfW(Phdr) * part, struct reading how)
{
	uintptr_t start = module->base + part->p_vaddr, end = start + part->p_memsz;
	if (part->p_type == PT_NOTE && !module->build_id_size)
		read_note(module, start, end, how);
	if (part->p_type != PT_LOAD)
		return;
	if (!module->start || start < module->start)
		module->start = start & ~(uintptr_t)0xfff;
	if (end > module->end)
		module->end = end;
}

static void set_key(struct module *module)
{
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
	if (module->base == fresh->base && module->key == fresh->key)
		fresh->recorded = module->recorded;
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
	if (is_hashed && !modules->threads)
		modules->threads = elf_symbols_find(&symbols, "__nptl_nthreads");
	if (!modules->clock)
		modules->clock = is_hashed ? elf_symbols_find(&symbols, PROCESSOR_CLOCK)
					   : elf_sysv_find(object, PROCESSOR_CLOCK);
	return 0;
}

/* No object is closed meanwhile: dl_iterate_phdr(3) has the lock. */
static int list(struct dl_phdr_info *object, size_t size, void *data)
{
	const struct reading how = {.is_alone = true};
	struct modules *modules = data;
	struct module module = {.base = object->dlpi_addr};
	(void)size;
	module.path = keep_path(modules, (uintptr_t)object->dlpi_name, how);
	for (int i = 0; module.path && i < object->dlpi_phnum; i++)
		read_part(&module, &object->dlpi_phdr[i], how);
	if (!module.path)
		return 0;
	set_key(&module);
	struct module *kept = put(modules, &module);
	if (kept)
		settled_add(&modules->settled,
			    (struct settled_range){kept->start, kept->end, kept});
	return 0;
}

static bool ask(const struct modules *modules, uintptr_t address, struct found *found)
{
	int (*find)(void *, struct found *) =
		(int (*)(void *, struct found *))modules->find_object;
	return find((void *)address, found) == 0;
}

void modules_start(struct modules *modules)
{
	modules->paths_size = 1;
	dl_iterate_phdr(find_functions, modules);
	dl_iterate_phdr(list, modules);
	struct found own;
	if (modules->find_object && ask(modules, (uintptr_t)list, &own))
		settled_close(&modules->settled, own.map);
}

/* glibc counts its threads, and has the count start anew in a child (nptl, GLIBC_PRIVATE,
 * for thread_db). */
bool modules_is_alone(const struct modules *modules)
{
	return modules->threads ? *modules->threads == 1 : *libc_single_threaded != 0;
}

/* The program headers, where an object begins with its file's beginning and they are on
 * the first page, as linkers lay it out. */
static bool read_parts(struct module *module, uintptr_t start, struct reading how)
{
	ElfW(Ehdr) head;
	ElfW(Phdr) part;
	if (!reading_copy(how, &head, start, sizeof head) ||
	    memcmp(head.e_ident, ELFMAG, SELFMAG) != 0 ||
	    head.e_phoff + head.e_phnum * sizeof part > 4096)
		return false;
	for (int i = 0; i < head.e_phnum; i++) {
		if (!reading_copy(how, &part, start + head.e_phoff + i * sizeof part,
				  sizeof part))
			return false;
		read_part(module, &part, how);
	}
	return true;
}

/* The two first members of what <link.h> declares. */
struct map_head {
	ElfW(Addr) base;
	uintptr_t name;
};

/* Apart, as most places are in objects that are known: stacks may be small. */
__attribute__((noinline)) static struct module *read_found(struct modules *modules,
							   const struct found *found,
							   const struct map_head *map,
							   struct reading how)
{
	struct module fresh = {.base = map->base,
			       .start = (uintptr_t)found->start,
			       .map = (uintptr_t)found->map,
			       .path = keep_path(modules, map->name, how),
			       .look = modules->looks};
	if (!fresh.path || !read_parts(&fresh, (uintptr_t)found->start, how))
		return NULL;
	set_key(&fresh);
	modules->has_opened = true;
	return put(modules, &fresh);
}

/* Once for each place that is recorded: another object may lie where one was closed. */
static bool is_same(struct module *known, const struct map_head *map, struct reading how)
{
	return known->base == map->base && reading_is_text(how, map->name, known->path);
}

static struct module *check(struct modules *modules, struct module *known,
			    const struct found *found, struct reading how)
{
	struct map_head map;
	if (known && known->look == modules->looks)
		return known;
	if (!how.is_alone && !how.pid)
		return known;
	if (!reading_copy(how, &map, (uintptr_t)found->map, sizeof map))
		return NULL;
	if (!known || !is_same(known, &map, how))
		return read_found(modules, found, &map, how);
	known->look = modules->looks;
	return known;
}

static struct module *look_up(struct modules *modules, uintptr_t address,
			      struct reading how)
{
	struct found found;
	if (!ask(modules, address, &found))
		return NULL;
	struct module *known = slot(modules, (uintptr_t)found.start);
	if (known && (!known->start || known->map != (uintptr_t)found.map))
		known = NULL;
	return check(modules, known, &found, how);
}

struct module *modules_find(struct modules *modules, uintptr_t address,
			    struct reading how)
{
	struct module *known = settled_find(&modules->settled, address);
	if (known || modules_are_settled(modules))
		return known;
	return look_up(modules, address, how);
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
