/* SPDX-License-Identifier: MIT
 *
 * The tables of functions in an object (zend_function_entry, Zend/zend_API.h): a name,
 * the function, its arguments' types, their number and flags; from 8.4 on two pointers
 * more. They have no symbols, but lie in what the dynamic linker has relocated and
 * sealed, and PHP copies from them when it begins.
 */
#include "php.h"

#include "adapters/slots.h"
#include "recorder/elf_symbols.h"

#include <string.h>

struct part {
	uintptr_t start, end;
};

struct walk {
	struct object *object;
	struct part sealed, code, constants;
};

static bool is_in(struct part part, uintptr_t address)
{
	return address >= part.start && address < part.end;
}

static struct part part_of(const struct dl_phdr_info *info, ElfW(Word) type,
			   ElfW(Word) flags)
{
	struct part part = {0, 0};
	for (int i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *one = &info->dlpi_phdr[i];
		uintptr_t start = info->dlpi_addr + one->p_vaddr;
		if (one->p_type == type && one->p_flags == flags) /* the last: .rodata */
			part = (struct part){start, start + one->p_memsz};
	}
	return part;
}

static bool is_entry(const struct walk *walk, const uintptr_t *at)
{
	return is_in(walk->sealed, (uintptr_t)at) &&
	       is_in(walk->sealed, (uintptr_t)(at + 3)) &&
	       is_in(walk->constants, at[0]) && is_in(walk->code, at[1]);
}

static bool is_named(const struct walk *walk, const uintptr_t *at, const char *name)
{
	return is_entry(walk, at) && strcmp((const char *)at[0], name) == 0;
}

/* In a table of classes' functions, the stride is not known, but one of two. */
enum { STRIDE = 4, STRIDE_84 = 6, NEAR = 4 };

static bool is_near(const struct walk *walk, const uintptr_t *at, const char *name)
{
	for (int i = 1; i <= NEAR; i++)
		if (is_named(walk, at - i * STRIDE, name) ||
		    is_named(walk, at - i * STRIDE_84, name))
			return true;
	return false;
}

static bool is_wanted(const struct walk *walk, const uintptr_t *at,
		      const struct php_wanted *wanted)
{
	return strcmp((const char *)at[0], wanted->name) == 0 &&
	       (!wanted->before || is_near(walk, at, wanted->before)) &&
	       (!wanted->behind || is_named(walk, at + STRIDE, wanted->behind) ||
		is_named(walk, at + STRIDE_84, wanted->behind));
}

void php_hook(struct object *object, void **place, void *hook, void **next)
{
	if (*place == hook)
		return;
	*next = *place;
	slots_write(object, place, hook);
}

static void list(struct walk *walk, uintptr_t *place, struct php_listed *listed)
{
	while (listed->hook && listed->next && (uintptr_t)listed->next != *place)
		listed++;
	if (listed->hook)
		php_hook(walk->object, (void **)place, (void *)listed->hook,
			 (void **)&listed->next);
}

void php_tables_forget(const struct php_wanted *wanted)
{
	for (; wanted->name; wanted++)
		for (struct php_listed *one = wanted->listed; one->hook; one++)
			one->next = NULL;
}

void php_tables_hook(const struct dl_phdr_info *info, struct object *object,
		     const struct php_wanted *wanted)
{
	struct walk walk = {object, part_of(info, PT_GNU_RELRO, PF_R),
			    part_of(info, PT_LOAD, PF_R | PF_X),
			    part_of(info, PT_LOAD, PF_R)};
	for (uintptr_t *at = (uintptr_t *)walk.sealed.start;
	     is_in(walk.sealed, (uintptr_t)at); at++)
		for (const struct php_wanted *one = wanted;
		     one->name && is_entry(&walk, at); one++)
			if (is_wanted(&walk, at, one))
				list(&walk, at + 1, one->listed);
}
