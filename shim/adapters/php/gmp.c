/* SPDX-License-Identifier: MIT
 *
 * PHP's extension gmp, whose state GMP's adapter (adapters/gmp.c) heals: the extension
 * seeds it by a number, as a program does that chooses one. Which of the two it was is
 * known here.
 */
#include "php.h"

#include "recorder/elf_symbols.h"

#include <string.h>

static uintptr_t begin, end; /* of the object that the extension is in */
static unsigned chosen;      /* a script's gmp_random_seed() is running */

static struct php_listed seeds[2];

static void hook_seed(struct php_call *call, struct php_value *result)
{
	chosen++;
	seeds[0].next(call, result);
	chosen--;
}

static struct php_listed seeds[2] = {{hook_seed, NULL}, {NULL, NULL}};
static const struct php_wanted wanted[] = {{"gmp_random_seed", NULL, NULL, seeds}, {0}};

static void keep_range(const struct dl_phdr_info *info)
{
	begin = info->dlpi_addr;
	for (int i = 0; i < info->dlpi_phnum; i++)
		if (info->dlpi_phdr[i].p_type == PT_LOAD)
			end = begin + info->dlpi_phdr[i].p_vaddr +
			      info->dlpi_phdr[i].p_memsz;
}

void php_gmp_meet(const struct dl_phdr_info *info, struct object *object)
{
	const char *slash = strrchr(info->dlpi_name, '/');
	bool is_extension = slash && strcmp(slash, "/gmp.so") == 0;
	if (!is_extension && !php_is_in(info))
		return;
	php_function *before = seeds[0].next;
	php_tables_hook(info, object, wanted);
	if (is_extension || seeds[0].next != before)
		keep_range(info);
}

void php_gmp_start(void)
{
	php_tables_forget(wanted);
	begin = end = 0;
}

bool php_gmp_seeds_itself(const void *caller)
{
	uintptr_t at = (uintptr_t)caller;
	return at >= begin && at < end && !chosen;
}
