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
		if (name && *name == 'P' && symbol.st_shndx != SHN_UNDEF)
			take(&symbols, name, value);
		else if (name && *name == 'e' && symbol.st_shndx != SHN_UNDEF)
			take(&symbols, name, value);
	}
	return symbols;
}

/* Frames follow each other in one object, most often. */
struct outside_script stuck_script(const struct wait *wait, const struct stack *stack,
				   Dwfl *objects)
{
	struct outside_thread thread = {wait->pid, wait->tid, stack->thread_pointer};
	struct outside_script told = {.text = NULL};
	Dwfl_Module *last = NULL;
	for (int i = 0; thread.pointer && objects && i < stack->count && !told.text;
	     i++) {
		Dwfl_Module *module = dwfl_addrmodule(objects, stack->frames[i].pc);
		if (!module || module == last)
			continue;
		struct outside_symbols symbols = symbols_of(module);
		told = outside_script(&thread, &symbols);
		last = module;
	}
	return told;
}
