/* SPDX-License-Identifier: MIT */
/*
 * The proof: the dynamic linker itself, asked as ldd(1) -r asks it, loads the program,
 * its libraries and what LD_PRELOAD names, binds every reference, says which leads where
 * (ld.so(8): LD_TRACE_LOADED_OBJECTS, LD_BIND_NOW, LD_WARN, LD_DEBUG), and ends. No
 * constructor, resolver or other code of the program is run. Only the system's loader is
 * asked: one that the program brings along would be its code.
 */
#include "doctor.h"
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

bool is_shim(const char *path)
{
	return strcmp(base_name(path), "libforkseed.so") == 0;
}

void objects_add(struct objects *objects, const char *root, const char *path)
{
	size_t count = objects->count++;
	objects->list = realloc(objects->list, (count + 1) * sizeof *objects->list);
	objects->list[count] = (struct target){.path = path};
	elf_open(&objects->list[count].elf, join(root, path, NULL));
}

static bool is_loader_of(const char *program, const char *loader)
{
	struct elf_file file;
	struct stat its, theirs;
	const char *known = program && elf_open(&file, program) && elf_is_elf(&file)
				    ? elf_interpreter(&file)
				    : NULL;
	return known && stat(known, &theirs) == 0 && stat(loader, &its) == 0 &&
	       its.st_dev == theirs.st_dev && its.st_ino == theirs.st_ino;
}

/* The shell may be of another class than we are (a 32-bit build on a 64-bit system): then
 * our own probe tells, which the doctor runs as well. */
static bool is_systems(const char *loader)
{
	return is_loader_of("/bin/sh", loader) ||
	       is_loader_of(beside_launcher("forkseed-probe"), loader);
}

/* "	NAME => FILE (ADDRESS)", "	FILE (ADDRESS)" or "	NAME => not found". */
static void read_object(char *line, struct trace *trace)
{
	char *arrow = strstr(line, " => "), *file = arrow ? arrow + 4 : line + 1;
	char *address = strstr(file, " (0x");
	if (address)
		*address = 0;
	if (arrow && strncmp(file, "not found", 9) == 0) {
		*arrow = 0;
		trace->missing = line + 1;
	} else if (address && *file == '/') {
		trace->has_shim |= is_shim(file);
		trace->has_second |= is_second_shim(file);
		trace->has_third |= is_third_shim(file);
		objects_add(&trace->objects, "", file);
	}
}

/* The text between two marks, cut out of the line, which goes on behind; or NULL. */
static char *between(char **line, const char *before, const char *behind)
{
	char *start = strstr(*line, before);
	char *end = start ? strstr(start + strlen(before), behind) : NULL;
	if (!end)
		return NULL;
	*end = 0;
	*line = end + strlen(behind);
	return start + strlen(before);
}

/* "binding file FROM [0] to INTO [0]: normal symbol `NAME' [VERSION]" */
static void read_binding(char *line, struct trace *trace)
{
	char *from = between(&line, "binding file ", " [");
	char *into = from ? between(&line, "] to ", " [") : NULL;
	char *name = into ? between(&line, "symbol `", "'") : NULL;
	if (!name || is_shim(from) || is_second_shim(from) || is_third_shim(from))
		return;
	trace->bound_second += is_second_shim(into);
	trace->bound_third += is_third_shim(into);
	if (!is_healed_function(name, strlen(name)))
		return;
	if (is_shim(into))
		trace->bound++;
	else if (strncmp(base_name(from), "libc.so", 7) != 0)
		trace->elsewhere = join(name, "() of ", into, NULL);
}

const char *auditor_of(const struct target *target)
{
	const char *name = elf_dynamic_string(&target->elf, DT_AUDIT, 0);
	return name ? name : elf_dynamic_string(&target->elf, DT_DEPAUDIT, 0);
}

bool trace_program(const struct target *program, const char *preload, struct trace *trace)
{
	const char *loader = elf_interpreter(&program->elf);
	char *path = realpath(program->path, NULL);
	*trace = (struct trace){0};
	if (!loader || !path || !is_systems(loader) || auditor_of(program))
		return false;
	const char *const words[] = {loader, path, NULL};
	const char *const settings[] = {"LD_TRACE_LOADED_OBJECTS=1",
					"LD_BIND_NOW=1",
					"LD_WARN=1",
					"LD_DEBUG=bindings",
					join("LD_PRELOAD=", preload, NULL),
					NULL};
	char *rest = output_of(words, settings);
	objects_add(&trace->objects, "", program->path);
	for (char *line; (line = strsep(&rest, "\n"));)
		if (*line == '\t')
			read_object(line, trace);
		else
			read_binding(line, trace);
	return trace->objects.count > 1;
}
