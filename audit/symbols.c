/* SPDX-License-Identifier: MIT */
/*
 * Reporting modules to libdwfl, and asking it for functions, files and lines.
 */
#include "symbols.h"

#include <dwarf.h>
#include <elfutils/libdwelf.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char *debug_path;
static const Dwfl_Callbacks callbacks = {
	.find_elf = dwfl_build_id_find_elf,
	.find_debuginfo = dwfl_standard_find_debuginfo,
	.section_address = dwfl_offline_section_address,
	.debuginfo_path = &debug_path,
};

/* True when the file still is the one that was loaded, as far as can be told. */
static bool is_same_file(int fd, const struct module_record *record)
{
	const void *id;
	Elf *elf = elf_begin(fd, ELF_C_READ_MMAP, NULL);
	ssize_t size = elf ? dwelf_elf_gnu_build_id(elf, &id) : -1;
	bool same = elf != NULL &&
		    (record->build_id_size == 0 ||
		     (size >= (ssize_t)record->build_id_size &&
		      memcmp(id, record->build_id, record->build_id_size) == 0));
	elf_end(elf);
	return same;
}

static const char *path_of(const struct records *records,
			   const struct module_record *record)
{
	const char *path = records_text(&record->head, record->path);
	return *path ? path : records_program(records, record->head.process);
}

/* libdwfl takes the descriptor over when it takes the file. */
static void report(Dwfl *dwfl, const struct records *records,
		   const struct module_record *record)
{
	const char *path = path_of(records, record);
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return;
	if (record->build_id_size > RECORDING_BUILD_ID || !is_same_file(fd, record) ||
	    !dwfl_report_elf(dwfl, path, path, fd, record->base, true))
		close(fd);
}

/* All module records, in one list. */
struct modules {
	const struct module_record **list;
	size_t count;
};

static const struct modules *modules_of(const struct records *records)
{
	static struct modules modules;
	if (modules.list)
		return &modules;
	modules.list = calloc(records->count + 1, sizeof *modules.list);
	FOR_EACH_RECORD(records, RECORD_MODULE, struct module_record, module, reference)
	modules.list[modules.count++] = module;
	return &modules;
}

static bool overlap(const struct module_record *one, const struct module_record *other)
{
	return one->start < other->end && other->start < one->end;
}

/* What was recorded later, or by a nearer process, lies over what was there before. */
static bool is_covered(const struct module_record *module,
		       const struct module_record **taken, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (overlap(module, taken[i]))
			return true;
	return false;
}

static uint32_t parent_of(const struct records *records, uint32_t process)
{
	const struct process_record *record =
		records_at(records, process, RECORD_PROCESS);
	return record && record->way != WAY_EXEC ? record->parent : 0;
}

/* What a process recorded itself, then what its ancestors did. */
static void report_all(Dwfl *dwfl, const struct records *records, uint32_t process)
{
	const struct modules *modules = modules_of(records);
	const struct module_record **taken = calloc(modules->count + 1, sizeof *taken);
	size_t count = 0;
	for (int depth = 0; process && depth < 1000; depth++) {
		for (size_t i = modules->count; i-- > 0;)
			if (modules->list[i]->head.process == process &&
			    !is_covered(modules->list[i], taken, count)) {
				taken[count++] = modules->list[i];
				report(dwfl, records, modules->list[i]);
			}
		process = parent_of(records, process);
	}
	free(taken);
}

/* The nearest process that recorded a module: its relatives see the same objects. */
static uint32_t recorder(const struct records *records, uint32_t process)
{
	const struct modules *modules = modules_of(records);
	for (int depth = 0; process && depth < 1000; depth++) {
		for (size_t i = 0; i < modules->count; i++)
			if (modules->list[i]->head.process == process)
				return process;
		process = parent_of(records, process);
	}
	return process;
}

static Dwfl *opened(const struct records *records, uint32_t process)
{
	unsetenv("DEBUGINFOD_URLS"); /* no network */
	elf_version(EV_CURRENT);
	Dwfl *dwfl = dwfl_begin(&callbacks);
	if (!dwfl)
		return NULL;
	dwfl_report_begin(dwfl);
	report_all(dwfl, records, process);
	dwfl_report_end(dwfl, NULL, NULL);
	return dwfl;
}

/* The last one is kept: most places are one process's. */
Dwfl *symbols_open(const struct records *records, uint32_t process)
{
	static Dwfl *last;
	static uint32_t whose;
	uint32_t wanted = recorder(records, process);
	if (last && whose == wanted)
		return last;
	if (last)
		dwfl_end(last);
	whose = wanted;
	return last = opened(records, wanted);
}

static bool is_named(const char *object, const char *pattern)
{
	const char *slash = object ? strrchr(object, '/') : NULL;
	return object && fnmatch(pattern, slash ? slash + 1 : object, 0) == 0;
}

bool symbols_is_libc(const char *object)
{
	return is_named(object, "libc.so.*") || is_named(object, "libc-2.*.so") ||
	       is_named(object, "libpthread*.so*") || symbols_is_shim(object);
}

static const char *copied(const char *text)
{
	return text ? strdup(text) : NULL;
}

static void name_function(Dwfl_Module *module, struct frame *frame, uint64_t address)
{
	GElf_Sym symbol;
	GElf_Off offset;
	Dwarf_Addr start;
	const char *name =
		dwfl_module_addrinfo(module, address, &offset, &symbol, NULL, NULL, NULL);
	dwfl_module_info(module, NULL, &start, NULL, NULL, NULL, NULL, NULL);
	frame->offset = name ? offset : address - start;
	frame->function = copied(name);
}

static void name_line(Dwfl_Module *module, struct frame *frame, uint64_t address)
{
	Dwfl_Line *line = dwfl_module_getsrc(module, address);
	int number = 0;
	const char *file =
		line ? dwfl_lineinfo(line, NULL, &number, NULL, NULL, NULL) : NULL;
	frame->file = copied(file);
	frame->directory = line ? copied(dwfl_line_comp_dir(line)) : NULL;
	frame->line = number;
}

static void name_object(Dwfl_Module *module, struct frame *frame)
{
	const unsigned char *id;
	GElf_Addr where;
	frame->object = copied(
		dwfl_module_info(module, NULL, NULL, NULL, NULL, NULL, NULL, NULL));
	int size = dwfl_module_build_id(module, &id, &where);
	for (int i = 0; i < size && i < RECORDING_BUILD_ID; i++)
		sprintf(frame->build_id + 2 * i, "%02x", id[i]);
}

bool symbols_is_shim(const char *object)
{
	return is_named(object, "libforkseed*.so*");
}

/* The number that an attribute has, or 0. */
static Dwarf_Word number(Dwarf_Die *die, unsigned attribute)
{
	Dwarf_Attribute found;
	Dwarf_Word value = 0;
	if (dwarf_attr(die, attribute, &found))
		dwarf_formudata(&found, &value);
	return value;
}

/* Where an inlined function was called. */
static void name_call(Dwarf_Die *unit, Dwarf_Die *inlined, struct frame *frame)
{
	Dwarf_Files *files;
	size_t count;
	frame->line = (int)number(inlined, DW_AT_call_line);
	frame->file =
		dwarf_getsrcfiles(unit, &files, &count) == 0
			? copied(dwarf_filesrc(files, number(inlined, DW_AT_call_file),
					       NULL, NULL))
			: NULL;
}

/* The scopes around an address, from the innermost; the caller frees them. */
static int scopes_at(Dwfl_Module *module, uint64_t address, Dwarf_Die **unit,
		     Dwarf_Die **scopes)
{
	Dwarf_Addr bias;
	Dwarf_Die *innermost = NULL;
	int count = 0;
	*scopes = NULL;
	*unit = dwfl_module_addrdie(module, address, &bias);
	if (*unit && dwarf_getscopes(*unit, address - bias, &innermost) > 0)
		count = dwarf_getscopes_die(&innermost[0], scopes);
	free(innermost);
	return count;
}

/* Makes a frame more for each function around one that was inlined. */
static int name_inlined(Dwfl_Module *module, struct frame *frames, int room,
			uint64_t address)
{
	Dwarf_Die *unit, *scopes;
	int count = scopes_at(module, address, &unit, &scopes), named = 0;
	for (int i = 0; i < count && named < room; i++) {
		int tag = dwarf_tag(&scopes[i]);
		if (tag != DW_TAG_inlined_subroutine && tag != DW_TAG_subprogram)
			continue;
		frames[named].function = copied(dwarf_diename(&scopes[i]));
		frames[named++].is_inlined = tag == DW_TAG_inlined_subroutine;
		if (tag == DW_TAG_subprogram || named == room)
			break;
		frames[named] = frames[named - 1];
		name_call(unit, &scopes[i], &frames[named]);
	}
	free(scopes);
	return named ? named : 1;
}

int symbols_name(Dwfl *dwfl, struct frame *frames, int room, uint64_t address)
{
	Dwfl_Module *module = dwfl ? dwfl_addrmodule(dwfl, address) : NULL;
	if (!module)
		return 1;
	name_object(module, frames);
	name_function(module, frames, address);
	name_line(module, frames, address);
	frames->is_libc = symbols_is_libc(frames->object);
	return name_inlined(module, frames, room, address);
}
