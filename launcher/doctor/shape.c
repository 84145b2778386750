/* SPDX-License-Identifier: MIT */
/*
 * Generators without a name in a file: inlined, or stripped. They are told by bytes that
 * their code can't do without: a text of their runtime's, or the constants of a Mersenne
 * twister, each as it stands in an instruction or in data. Processors that put constants
 * together from halves (AArch64) have the latter in data alone.
 */
#define _GNU_SOURCE
#include "shape.h"
#include <stdint.h>
#include <string.h>

enum { MOST_CONSTANTS = 4 };

struct constants {
	const char *name;
	size_t size;
	uint64_t values[MOST_CONSTANTS]; /* up to a 0: matrix or masks first */
	int needed;                      /* how many of them */
};

/* M. Matsumoto and T. Nishimura, mt19937ar.c and mt19937-64.c; ISO C++ [rand.predef];
 * M. Saito, dSFMT-params19937.h (two masks). */
/* clang-format off */
static const struct constants twisters[] = {
	{"mt19937", 4, {0x9908b0df, 0x6c078965, 0x9d2c5680, 0xefc60000}, 3},
	{"mt19937_64", 8, {0xb5026f5aa96619e9, 0x5851f42d4c957f2d, 0x71d67fffeda60000,
	                   0xfff7eee000000000}, 3},
	{"dsfmt", 8, {0x000ffafffffffb3f, 0x000ffdfffc90fffd}, 2},
};
/* clang-format on */

static bool has_bytes(const struct elf_file *file, const void *bytes, size_t length)
{
	return memmem(file->data, file->size, bytes, length) != NULL;
}

static bool has_twister(const struct elf_file *file, const char *name)
{
	const struct constants *of = twisters;
	int found = 0;
	while (strcmp(of->name, name) != 0)
		of++;
	for (int i = 0; i < MOST_CONSTANTS && of->values[i]; i++) {
		uint32_t narrow = (uint32_t)of->values[i];
		const void *bytes =
			of->size == 4 ? (void *)&narrow : (void *)&of->values[i];
		found += has_bytes(file, bytes, of->size);
	}
	return found >= of->needed;
}

bool shape_fits(const struct mark *mark, const struct elf_file *file)
{
	if (file->size > LARGEST_SHAPED)
		return false;
	if (mark->kind == TEXT)
		return has_bytes(file, mark->name, strlen(mark->name));
	return mark->kind == CODE && has_twister(file, mark->name);
}
