/* SPDX-License-Identifier: MIT
 *
 * The interpreter's table of built-in modules (PyImport_Inittab) names the function that
 * makes a module; what that returns names the function that fills it (PEP 489). Both are
 * variables of CPython's, and are replaced only where they can be written to.
 */
#include "python_random_arrival.h"
#include "python.h"

#include <string.h>

enum { MOST_BUILT_IN = 1000, MOST_SLOTS = 16, PY_MOD_EXEC = 2 };

static PyObject *(*their_init)(void);
static int (*their_exec)(PyObject *);

static void tell(PyObject *module)
{
	PyObject *globals = python->PyModule_GetDict(module);
	PyObject *type = globals ? python->PyDict_GetItemString(globals, "Random") : NULL;
	if (type && python_api_is_found() && python_is_main())
		python_random_arrived(type);
}

static int exec(PyObject *module)
{
	int failed = their_exec(module);
	if (!failed)
		tell(module);
	return failed;
}

/* Not in a segment that ld.so has made read-only since. */
static bool may_write(const struct elf_parts *parts, const void *at)
{
	bool may = false;
	for (int i = 0; i < parts->count; i++) {
		const ElfW(Phdr) *part = &parts->first[i];
		uintptr_t offset = (uintptr_t)at - parts->base - part->p_vaddr;
		if (offset >= part->p_memsz)
			continue;
		if (part->p_type == PT_GNU_RELRO)
			return false;
		may |= part->p_type == PT_LOAD && part->p_flags & PF_W;
	}
	return may;
}

struct writable {
	const void *at;
	bool is_so;
};

static int ask(struct dl_phdr_info *object, size_t size, void *data)
{
	struct writable *writable = data;
	struct elf_parts parts = elf_parts_of(object);
	(void)size;
	writable->is_so = may_write(&parts, writable->at);
	return writable->is_so;
}

static bool is_writable(const void *at)
{
	struct writable writable = {at, false};
	dl_iterate_phdr(ask, &writable);
	return writable.is_so;
}

static void put_in_front(struct PyModuleDef *definition)
{
	struct PyModuleDef_Slot *slot = definition->slots;
	for (int i = 0; slot && slot->slot && i < MOST_SLOTS; i++, slot++)
		if (slot->slot == PY_MOD_EXEC && slot->value != exec &&
		    is_writable(&slot->value)) {
			their_exec = slot->value;
			slot->value = exec;
			return;
		}
}

static bool is_definition(const PyObject *made)
{
	return python->PyModuleDef_Type && made->type == python->PyModuleDef_Type;
}

/* Its types ask for the module's state, and the module gets that when this has returned
 * (3.9): to make an object now would crash. It is met in sys.modules. */
static bool has_state(PyObject *module)
{
	const struct PyModuleDef *definition =
		python->PyModule_GetDef ? python->PyModule_GetDef(module) : NULL;
	return definition && definition->size > 0;
}

static PyObject *init(void)
{
	PyObject *made = their_init();
	if (made && is_definition(made))
		put_in_front((struct PyModuleDef *)made);
	else if (made && !has_state(made))
		tell(made);
	return made;
}

void python_random_expect(void)
{
	struct inittab *entry =
		python->PyImport_Inittab ? *python->PyImport_Inittab : NULL;
	for (int i = 0; entry && entry->name && i < MOST_BUILT_IN; i++, entry++)
		if (strcmp(entry->name, "_random") == 0 && entry->initfunc != init &&
		    is_writable(&entry->initfunc)) {
			their_init = entry->initfunc;
			entry->initfunc = init;
			return;
		}
}

static int visit(struct dl_phdr_info *object, size_t size, void *found)
{
	struct elf_symbols symbols;
	(void)size;
	if (!elf_symbols_open(&symbols, object))
		return 0;
	*(void **)found = elf_symbols_find(&symbols, "PyInit__random");
	return *(void **)found != NULL;
}

/* What a second call returns is the same, and nothing was made: where it is a module,
 * that was met in sys.modules. */
void python_random_expect_library(void)
{
	PyObject *(*library)(void) = NULL;
	dl_iterate_phdr(visit, &library);
	if (!library || python_api_contains((const void *)library))
		return;
	PyObject *made = library();
	if (made && is_definition(made))
		put_in_front((struct PyModuleDef *)made);
	else
		python_done(made);
}
