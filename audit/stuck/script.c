/* SPDX-License-Identifier: MIT */
/*
 * Which interpreter a stuck thread may be in: the objects that its stack passes through
 * are asked for the names that each is known by. How its frames are read is in
 * ../outside/.
 */
#include "stuck.h"

#include <string.h>

static const struct {
	const char *name;
	size_t offset; /* in struct outside_symbols */
} wanted[] = {
#define X(name) {#name, offsetof(struct outside_symbols, name)},
	OUTSIDE_SYMBOLS(X)
#undef X
};

static void take(struct outside_symbols *symbols, const char *name, uint64_t value)
{
	for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
		if (strcmp(name, wanted[i].name) == 0)
			memcpy((char *)symbols + wanted[i].offset, &value, sizeof value);
}

static struct outside_symbols symbols_of(Dwfl_Module *module)
{
	struct outside_symbols symbols = {0};
	int count = dwfl_module_getsymtab(module);
	for (int i = 0; i < count; i++) {
		GElf_Sym symbol;
		GElf_Addr value;
		const char *name = dwfl_module_getsym_info(module, i, &symbol, &value,
							   NULL, NULL, NULL);
		if (name && symbol.st_shndx != SHN_UNDEF)
			take(&symbols, name, value);
	}
	return symbols;
}

struct search {
	struct outside_thread thread;
	struct outside_script told;
};

static bool try(struct search *search, Dwfl_Module *module)
{
	struct outside_symbols symbols = symbols_of(module);
	search->told = outside_script(&search->thread, &symbols);
	return search->told.text;
}

static int visit(Dwfl_Module *module, void **user, const char *name, Dwarf_Addr start,
		 void *search)
{
	(void)user, (void)name, (void)start;
	return try(search, module) ? DWARF_CB_ABORT : DWARF_CB_OK;
}

/* Frames follow each other in one object, most often. A stack may end early: then it may
 * be any object. */
struct outside_script stuck_script(const struct wait *wait, const struct stack *stack,
				   Dwfl *objects)
{
	struct search search = {.thread = {wait->pid, wait->tid, stack->thread_pointer}};
	Dwfl_Module *last = NULL;
	bool is_found = !search.thread.pointer || !objects;
	for (int i = 0; i < stack->count && !is_found; i++) {
		Dwfl_Module *module = dwfl_addrmodule(objects, stack->frames[i].pc);
		if (module && module != last)
			is_found = try(&search, module);
		last = module;
	}
	if (!is_found)
		dwfl_getmodules(objects, visit, &search, 0);
	return search.told;
}
