/* SPDX-License-Identifier: MIT */
/*
 * What a program's file says of itself: its kind, architecture and libc, the rights that
 * it starts with, AddressSanitizer.
 */
#include "doctor.h"
#include "elf-names.h"
#include <stdlib.h>
#include <string.h>

static const struct {
	int machine;
	const char *name;
} machines[] = {
	{EM_X86_64, "x86-64"}, {EM_386, "i386"},    {EM_AARCH64, "aarch64"},
	{EM_ARM, "arm"},       {EM_RISCV, "riscv"}, {EM_PPC64, "ppc64"},
	{EM_S390, "s390"},     {EM_MIPS, "mips"},   {EM_PPC, "ppc"},
	{EM_SPARC, "sparc"},   {EM_68K, "m68k"},    {258, "loongarch"},
};

/* e_machine and e_type have the same places in both classes. */
static const Elf32_Ehdr *head_of(const struct target *program)
{
	return (const void *)program->elf.data;
}

static const char *machine_of(const struct target *program)
{
	for (size_t i = 0; i < sizeof machines / sizeof *machines; i++)
		if (machines[i].machine == head_of(program)->e_machine)
			return machines[i].name;
	return "unknown";
}

static const char *libc_of(const char *loader)
{
	const char *name = base_name(loader);
	if (strncmp(name, "ld-musl-", 8) == 0)
		return "musl";
	if (strncmp(name, "ld-linux", 8) == 0 || strncmp(name, "ld64.so", 7) == 0 ||
	    strncmp(name, "ld.so", 5) == 0 || strncmp(name, "ld-2.", 5) == 0)
		return "glibc";
	return "unknown";
}

static void visit(const char *name, enum name_kind kind, void *data)
{
	if (kind != NAME_SECTION && strcmp(name, "__asan_init") == 0)
		*(bool *)data = true;
}

void tell_asan(const struct target *program)
{
	const char *preload = getenv("LD_PRELOAD");
	const char *runtime = needed_asan(program, preload ? preload : "");
	bool has_asan = false;
	elf_for_each_name(&program->elf, visit, &has_asan);
	if (runtime)
		tell("AddressSanitizer: ", runtime, " is put in front of the shim", NULL);
	else
		tell("AddressSanitizer: ", has_asan ? "linked into it" : "not used",
		     NULL);
}

static void tell_own(const struct target *program)
{
	const char *loader = elf_interpreter(&program->elf);
	tell("linked: ", loader ? "dynamically, loader " : "statically", loader, NULL);
	if (loader)
		tell("libc: ", libc_of(loader), NULL);
}

void tell_program(const struct target *program, const struct elf_file *shim)
{
	if (!elf_is_elf(&program->elf)) {
		tell("kind: ",
		     program->elf.data ? "not an ELF program"
				       : "unknown, it can't be read",
		     NULL);
	} else {
		bool is_64 = program->elf.data[EI_CLASS] == ELFCLASS64;
		tell("kind: ELF, ", is_64 ? "64" : "32", " bit", NULL);
		tell("architecture: ", machine_of(program), NULL);
		if (elf_same_machine(&program->elf, shim))
			tell_own(program);
	}
}

void tell_rights(const char *path)
{
	const char *rights = gained_rights(path);
	tell("rights: ", rights ? rights : "it gains none when it starts", NULL);
}

void tell_libc_file(const struct objects *objects)
{
	for (size_t i = 0; i < objects->count; i++) {
		const char *name = base_name(objects->list[i].path);
		if (strncmp(name, "libc.so", 7) == 0 || strncmp(name, "libc-2", 6) == 0 ||
		    strncmp(name, "ld-musl-", 8) == 0)
			tell("libc file: ", objects->list[i].path, NULL);
	}
}
