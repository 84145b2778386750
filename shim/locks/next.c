/* SPDX-License-Identifier: MIT
 *
 * One walk over the loaded objects behind this one.
 */
#include "next.h"
#include "core/text.h"
#include "gaps.h"
#include "gate.h"
#include "recorder/elf_symbols.h"

struct next next;

static const char names[] =
#define X(name) #name "\0"
	BY_HAND(X)
#undef X
#define CALL(when, type, name, parameters, arguments) #name "\0"
#define VOID(when, name, parameters, arguments) #name "\0"
#include "table.h"
	;
#undef CALL
#undef VOID

static const char unknown = 0;
const char *gate_single_threaded = &unknown;
static const char *flag;
static const struct link_map *allocator; /* has the program's malloc, unless libc has */
static bool has_allocator;

const char *next_threads_flag(void)
{
	return flag ? flag : &unknown;
}

/* Fills the pointers that are not filled yet. */
static void find(const struct elf_symbols *symbols)
{
	void **found = (void **)&next, *const *gap = gaps;
	for (const char *name = names; *name;
	     name += text_length(name) + 1, found++, gap++)
		if (!*found || *found == *gap) {
			void *function = elf_symbols_find(symbols, name);
			*found = function ? function : *found;
		}
}

static void fill_gaps(void)
{
	void **found = (void **)&next, **end = (void **)(&next + 1);
	for (void *const *gap = gaps; found < end; found++, gap++)
		if (!*found)
			*found = *gap;
}

/* The flag is a variable: a program that reads it has its own copy, which comes first. */
static void find_flag(const struct elf_symbols *symbols)
{
	if (!flag)
		flag = elf_symbols_find(symbols, "__libc_single_threaded");
}

static void find_allocator(const struct elf_symbols *symbols, const struct link_map *map)
{
	if (has_allocator || !elf_symbols_find(symbols, "malloc"))
		return;
	has_allocator = true;
	allocator = elf_symbols_find(symbols, "gnu_get_libc_version") ? NULL : map;
}

bool next_is_glibc(void)
{
	const size_t number = offsetof(struct next, __register_atfork) / sizeof *gaps;
	return (void *)next.__register_atfork != gaps[number];
}

struct in_allocator {
	const void *code;
	bool contains;
};

static int visit(struct dl_phdr_info *object, size_t size, void *data)
{
	struct in_allocator *in = data;
	(void)size;
	if (object->dlpi_addr == allocator->l_addr)
		in->contains = elf_parts_contain(elf_parts_of(object), in->code);
	return in->contains;
}

bool next_is_allocators(const void *code)
{
	struct in_allocator in = {code, false};
	if (allocator)
		next.dl_iterate_phdr(visit, &in);
	return in.contains;
}

/* The loader's own list. Both weak: glibc has the first, which else the loader would have
 * to be linked with; musl, whose programs inherit this object from others, the second. */
extern struct r_debug _r_debug __attribute__((weak));
extern struct r_debug *_dl_debug_addr __attribute__((weak));

static const struct r_debug *loader(void)
{
	if (&_r_debug)
		return &_r_debug;
	return &_dl_debug_addr ? _dl_debug_addr : NULL;
}

void next_find(void)
{
	const struct link_map *map = loader() ? loader()->r_map : NULL;
	bool past_us = false;
	for (; map; map = map->l_next) {
		struct elf_symbols symbols;
		if (!elf_symbols_read(&symbols, map->l_addr, map->l_ld))
			continue;
		find_flag(&symbols);
		find_allocator(&symbols, map);
		if (map->l_ld == _DYNAMIC)
			past_us = true;
		else if (past_us)
			find(&symbols);
	}
	fill_gaps();
}

/* Not while the loader is changing its list. */
void next_find_late(void)
{
	if (loader() && loader()->r_state == RT_CONSISTENT)
		next_find();
}
