/* SPDX-License-Identifier: MIT
 *
 * One walk over the loaded objects finds libc, the next definition of each function that
 * the shim interposes, and the flag that says whether the process has threads.
 */
#include "libc.h"
#include "core/lineage.h"
#include "recorder/elf_symbols.h"

#include "glibc.h"

#include <gnu/lib-names.h>
#include <stdatomic.h>

struct next next;
struct libc libc;
struct aside aside = {
#define X(name) .name = true,
	INTERPOSED(X)
#undef X
};
struct libc_image libc_image;

static _Atomic bool is_found;
static bool has_reentrant;
static const char threads_unknown = 0;
const char *libc_single_threaded = &threads_unknown;

/* One after the other, without pointers that ld.so would have to relocate. */
#define X(name) #name "\0"
static const char interposed[] = INTERPOSED(X);
static const char reentrant[] = REENTRANT(X);
#undef X
#define X(name) +1
enum { NAMES = 0 INTERPOSED(X), REENTRANTS = 0 REENTRANT(X) };
#undef X
_Static_assert(sizeof next == NAMES * sizeof(void *), "a name for each pointer");
_Static_assert(sizeof aside == NAMES * sizeof(bool), "and for each flag");
_Static_assert(sizeof libc == REENTRANTS * sizeof(void *), "a name for each pointer");

struct walk {
	bool past_shim; /* objects before us in the search order are not "next" */
	bool found_flag;
};

/* The flag is a variable: a program that reads it has its own copy, which comes first. */
static void find_flag(struct walk *walk, const struct elf_symbols *symbols)
{
	const char *flag = walk->found_flag
				   ? NULL
				   : elf_symbols_find(symbols, "__libc_single_threaded");
	if (flag) {
		libc_single_threaded = flag;
		walk->found_flag = true;
	}
}

/* Fills the pointers that are not filled yet; true when none is missing. */
static bool find(const struct elf_symbols *symbols, const char *names, void **found)
{
	bool all = true;
	for (const char *name = names; *name; name += strlen(name) + 1, found++) {
		if (!*found)
			*found = elf_symbols_find(symbols, name);
		all &= *found != NULL;
	}
	return all;
}

static void find_in_libc(const struct elf_symbols *symbols,
			 const struct dl_phdr_info *object)
{
	has_reentrant = find(symbols, reentrant, (void **)&libc);
	libc_image_read(&libc_image, object);
}

static int visit(struct dl_phdr_info *object, size_t size, void *data)
{
	struct walk *walk = data;
	struct elf_symbols symbols;
	(void)size;
	if (elf_parts_contain(elf_parts_of(object), &next)) {
		walk->past_shim = true;
		return 0;
	}
	if (!elf_symbols_open(&symbols, object))
		return 0;
	find_flag(walk, &symbols);
	if (walk->past_shim)
		find(&symbols, interposed, (void **)&next);
	if (symbols.soname && strcmp(symbols.names + symbols.soname, LIBC_SO) == 0)
		find_in_libc(&symbols, object);
	return 0;
}

bool libc_is_found(void)
{
	return atomic_load(&is_found);
}

bool libc_is_whole(void)
{
	return has_reentrant && next.__register_atfork;
}

far_away void libc_distrust_flag(void)
{
	libc_single_threaded = &threads_unknown;
}

static _Atomic uint64_t came_in; /* the process in which the last object came */

/* The dynamic linker has just had its lock. */
void libc_object_came(void)
{
	uint64_t here = lineage_epoch();
	if (here != ROOT)
		came_in = here;
}

bool libc_may_walk(void)
{
	uint64_t here = lineage_epoch();
	return here == ROOT || *libc_single_threaded || came_in == here;
}

/* The flag is looked for but once: it may be distrusted. */
void libc_find(void)
{
	struct walk walk = {.found_flag = libc_is_found()};
	dl_iterate_phdr(visit, &walk);
	atomic_store(&is_found, true);
}

void libc_take_over(void)
{
	void **found = (void **)&next;
	bool *steps_aside = (bool *)&aside;
	for (int i = 0; i < NAMES; i++)
		steps_aside[i] = !libc_image_contains(&libc_image, found[i]);
}
