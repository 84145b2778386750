/* SPDX-License-Identifier: MIT
 *
 * One walk over the loaded objects finds musl and the next definition of each function
 * that the shim interposes. Another libc may run the program: glibc's ld.so loads this
 * shim as well where a musl program starts one of glibc's. Then the hooks step aside.
 */
#include "generators/libc.h"
#include "rand64.h"
#include "recorder/elf_symbols.h"

#include <stdatomic.h>

struct next next, musls;
struct aside aside = {
#define X(name) .name = true,
	INTERPOSED(X)
#undef X
};

#define X(name) #name "\0"
static const char names[] = INTERPOSED(X);
#undef X
#define X(name) +1
enum { NAMES = 0 INTERPOSED(X) };
#undef X
_Static_assert(sizeof next == NAMES * sizeof(void *), "a name for each pointer");
_Static_assert(sizeof aside == NAMES * sizeof(bool), "and for each flag");

static _Atomic bool is_found;
static char single_threaded = 1;
const char *libc_single_threaded = &single_threaded;

/* No libc but glibc has a version to ask for. */
static bool is_musl(const struct elf_symbols *object)
{
	return elf_symbols_find(object, "__libc_start_main") &&
	       !elf_symbols_find(object, "gnu_get_libc_version");
}

static void find(const struct elf_symbols *object, struct next *in)
{
	void **found = (void **)in;
	const char *name = names;
	for (int i = 0; i < NAMES; i++, name += strlen(name) + 1)
		if (!found[i])
			found[i] = elf_symbols_find(object, name);
}

struct walk {
	bool runs_musl;
	bool past_shim; /* objects before us in the search order are not "next" */
};

static int look_for_musl(struct dl_phdr_info *object, size_t size, void *data)
{
	struct walk *walk = data;
	struct elf_symbols symbols;
	(void)size;
	if (elf_symbols_open(&symbols, object) && is_musl(&symbols)) {
		walk->runs_musl = true;
		find(&symbols, &musls);
	}
	return 0;
}

/* Above musl, forkseed's shim for glibc only hands on what it is asked: it is nobody's
 * definition. Above glibc it is the one that heals. */
static int visit(struct dl_phdr_info *object, size_t size, void *data)
{
	struct walk *walk = data;
	struct elf_symbols symbols;
	(void)size;
	if (elf_parts_contain(elf_parts_of(object), &next))
		walk->past_shim = true;
	else if (walk->past_shim && elf_symbols_open(&symbols, object) &&
		 !(walk->runs_musl && elf_symbols_find(&symbols, "forkseed_record")))
		find(&symbols, &next);
	return 0;
}

bool libc_is_found(void)
{
	return atomic_load(&is_found);
}

void libc_find(void)
{
	struct walk walk = {0};
	dl_iterate_phdr(look_for_musl, &walk);
	dl_iterate_phdr(visit, &walk);
	atomic_store(&is_found, true);
}

/* _Fork came later than all else. */
bool libc_is_whole(void)
{
	void **found = (void **)&musls;
	for (int i = 0; i < NAMES; i++)
		if (!found[i] && found + i != (void **)&musls._Fork)
			return false;
	return states_are_known();
}

void libc_distrust_flag(void)
{
	single_threaded = 0;
}

void libc_take_over(void)
{
	void **found = (void **)&next, **own = (void **)&musls;
	bool *steps_aside = (bool *)&aside;
	for (int i = 0; i < NAMES; i++)
		steps_aside[i] = found[i] != own[i];
}
