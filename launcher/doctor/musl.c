/* SPDX-License-Identifier: MIT */
/*
 * The doctor on programs of musl: musl's loader lists what it loads (ld-musl --list runs
 * no constructor), and a probe that was built for musl draws below it. Of generators
 * beyond libc's none is healed there.
 */
#include "doctor.h"
#include "field.h"
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool is_musl_shim(const char *path)
{
	return strcmp(base_name(path), "libforkseed-musl.so") == 0;
}

/* The system's loader, by our probe; or NULL: any other would be the program's code. */
static const char *loader_for(const struct target *target, const char *probe)
{
	struct elf_file file;
	struct stat its, theirs;
	const char *loader = elf_interpreter(&target->elf);
	const char *known = probe && elf_open(&file, probe) && elf_is_elf(&file)
				    ? elf_interpreter(&file)
				    : NULL;
	return known && stat(known, &theirs) == 0 && stat(loader, &its) == 0 &&
			       its.st_dev == theirs.st_dev && its.st_ino == theirs.st_ino
		       ? known
		       : NULL;
}

/* "	NAME => FILE (ADDRESS)" or "	FILE (ADDRESS)". */
static void read_object(char *line, struct trace *trace)
{
	char *arrow = strstr(line, " => "), *file = arrow ? arrow + 4 : line + 1;
	char *address = strstr(file, " (0x");
	if (!address || *file != '/')
		return;
	*address = 0;
	for (size_t i = 0; i < trace->objects.count; i++)
		if (strcmp(trace->objects.list[i].path, file) == 0)
			return; /* the loader is libc as well */
	trace->has_shim |= is_musl_shim(file);
	objects_add(&trace->objects, "", file);
}

/* "Error loading shared library NAME: ..." */
static void read_error(char *line, struct trace *trace)
{
	static const char before[] = "Error loading shared library ";
	if (strncmp(line, before, strlen(before)) == 0)
		trace->missing = strsep((char *[]){line + strlen(before)}, ":");
}

static void list_objects(const char *loader, const char *path, const char *preload,
			 struct trace *trace)
{
	const char *const words[] = {loader, "--list", path, NULL};
	const char *const settings[] = {join("LD_PRELOAD=", preload, NULL), NULL};
	char *rest = output_of(words, settings);
	for (char *line; (line = strsep(&rest, "\n"));)
		if (*line == '\t')
			read_object(line, trace);
		else
			read_error(line, trace);
}

/* A reason against, or NULL. */
static const char *prove(const struct trace *trace, const char *probe)
{
	const char *const words[] = {probe, NULL};
	const char *const settings[] = {join("LD_PRELOAD=", musl_shim(), NULL), NULL};
	if (trace->missing)
		return join("lacks a library: ", trace->missing, " is not found", NULL);
	if (!trace->has_shim)
		return "could not be proved to load the shim: its loader is not the "
		       "system's, or said nothing";
	tell("proof: musl's loader loads the shim for musl into it", NULL);
	const char *said = output_of(words, settings);
	if (!said || !strstr(said, "streams=8 "))
		return "would get a shim that does not know this musl: children of a "
		       "test program repeat each other's numbers";
	tell("probe: 8 children of a test program of musl draw 8 streams", NULL);
	return NULL;
}

const char *examine_musl(const struct target *target, const char *preload,
			 struct shortcomings *lacks)
{
	struct trace trace = {0};
	const char *probe = shim_file("-musl-probe");
	const char *loader = loader_for(target, probe),
		   *path = realpath(target->path, NULL);
	objects_add(&trace.objects, "", target->path);
	if (loader && path)
		list_objects(loader, path, preload, &trace);
	tell_libc_file(&trace.objects);
	lacks->unhealed = tell_imports(&trace.objects);
	field_without_runtimes();
	tell_runtimes(&trace.objects, lacks);
	lacks->without = not_for_musl();
	return prove(&trace, probe);
}
