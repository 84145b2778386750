/* SPDX-License-Identifier: MIT */
/*
 * Reads damaged copies of a program with the launcher's ELF reader, built with the
 * sanitizers: each copy is a heap block of exactly the file's size, so that a read beyond
 * it is fatal. Prints how many copies read differently from the original.
 */
#include "../../launcher/doctor/elf-names.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COPIES = 20000, DAMAGED_BYTES = 4, HEADERS = 1024 };

/* A fixed sequence, so that a failure can be repeated (64-bit LCG, Knuth's MMIX). */
static size_t draw(size_t below)
{
	static unsigned long long state = 1;
	state = state * 6364136223846793005ULL + 1442695040888963407ULL;
	return (size_t)(state >> 33) % below;
}

static void add_name(const char *name, enum name_kind kind, void *sum)
{
	*(size_t *)sum = *(size_t *)sum * 31 + strlen(name) + kind;
}

/* Everything the launcher asks, added up so that differing answers differ. */
static size_t read_all(const struct elf_file *file)
{
	const ElfW(Sxword) tags[] = {DT_NEEDED, DT_RUNPATH, DT_RPATH};
	const char *string = elf_is_elf(file) ? elf_interpreter(file) : NULL;
	size_t sum = string ? strlen(string) : 0;
	for (size_t tag = 0; elf_is_elf(file) && tag < 3; tag++)
		for (int i = 0; (string = elf_dynamic_string(file, tags[tag], i)); i++)
			sum = sum * 31 + strlen(string);
	elf_for_each_name(file, add_name, &sum);
	const char *text = elf_section_text(file, ".comment");
	sum += text ? strlen(text) : 0;
	return sum;
}

/* Where damage matters: the headers, the dynamic section, found by its own address, and
 * the section headers. */
struct places {
	size_t starts[3];
};

static void damage(char *data, size_t size, const struct places *places)
{
	for (int i = 0; i < DAMAGED_BYTES; i++) {
		size_t start = places->starts[draw(3)];
		size_t length = size - start < HEADERS ? size - start : HEADERS;
		data[start + draw(length)] = (char)draw(256);
	}
}

static size_t dynamic_offset(const struct elf_file *file)
{
	const ElfW(Ehdr) *head = (const void *)file->data;
	const ElfW(Phdr) *segment = (const void *)(file->data + head->e_phoff);
	for (int i = 0; i < head->e_phnum; i++)
		if (segment[i].p_type == PT_DYNAMIC)
			return segment[i].p_offset;
	exit(2);
}

/* Those of a file that is cut already are not there. */
static struct places places_of(const struct elf_file *file)
{
	const ElfW(Ehdr) *head = (const void *)file->data;
	size_t sections = head->e_shoff < file->size ? head->e_shoff : 0;
	return (struct places){{0, dynamic_offset(file), sections}};
}

static size_t read_damaged(const struct elf_file *file, const struct places *places)
{
	struct elf_file copy = {malloc(file->size), file->size};
	if (!copy.data)
		exit(2);
	memcpy((char *)copy.data, file->data, copy.size);
	damage((char *)copy.data, copy.size, places);
	if (draw(4) == 0) { /* and cut off, into a block of the new size */
		copy.size = draw(copy.size) + 1;
		copy.data = realloc((char *)copy.data, copy.size);
	}
	size_t sum = copy.data ? read_all(&copy) : 0;
	free((char *)copy.data);
	return sum;
}

int main(int argc, char **argv)
{
	struct elf_file file;
	if (argc < 2 || !elf_open(&file, argv[1]) || !elf_is_elf(&file) ||
	    !read_all(&file))
		return 2;
	struct places places = places_of(&file);
	size_t sound = read_all(&file), differing = 0;
	for (int i = 0; i < COPIES; i++)
		differing += read_damaged(&file, &places) != sound;
	printf("%d damaged copies, %zu read differently\n", COPIES, differing);
	return differing < COPIES / 10;
}
