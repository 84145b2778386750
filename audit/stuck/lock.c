/* SPDX-License-Identifier: MIT */
/*
 * A name for what a thread waits for, and who holds it: by the symbol at its address, and
 * by the shapes of glibc's locks (nptl, struct_mutex.h and struct_rwlock.h; the same on
 * x86-64 and AArch64 since 2.26).
 */
#include "../symbols.h"
#include "stuck.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	MUTEX_OWNER = 2, /* in words behind the futex word */
	MUTEX_KIND = 4,
	MOST_KIND = 512,
	RWLOCK_WRITER = 6, /* from the rwlock's own start */
	WORDS = 8,
	MOST_TID = 1 << 22,
	MOST_FREE_FLAG = 2, /* of a mutex: 0 free, 1 taken, 2 taken and waited for */
	IS_ROBUST = 16,     /* in a mutex's kind: then its word has the owner, too, */
	OWNER_BITS = 0x3fffffff, /* in these bits */
};

static bool is_tid(uint32_t number)
{
	return number > MOST_FREE_FLAG && number < MOST_TID;
}

/* pthread_mutex_t: lock, count, owner, nusers, kind. */
static int mutex_owner(const struct wait *wait, bool *is_robust)
{
	uint32_t words[WORDS];
	if (!peek(wait->pid, wait->address, words, sizeof words))
		return 0;
	bool is_taken = words[MUTEX_KIND] & IS_ROBUST
				? (words[0] & OWNER_BITS) == words[MUTEX_OWNER]
				: words[0] >= 1 && words[0] <= MOST_FREE_FLAG;
	bool fits =
		is_taken && is_tid(words[MUTEX_OWNER]) && words[MUTEX_KIND] < MOST_KIND;
	*is_robust = fits && words[MUTEX_KIND] & IS_ROBUST;
	return fits ? (int)words[MUTEX_OWNER] : 0;
}

/* pthread_rwlock_t is slept on at its third or fourth word; the seventh is the writer. */
static int rwlock_writer(const struct wait *wait, const struct threads *parents)
{
	uint32_t words[WORDS];
	for (unsigned back = 2; back <= 3; back++)
		if (peek(wait->pid, wait->address - back * sizeof *words, words,
			 sizeof words) &&
		    is_tid(words[RWLOCK_WRITER]) &&
		    threads_have(parents, (int)words[RWLOCK_WRITER]))
			return (int)words[RWLOCK_WRITER];
	return 0;
}

/* The variable that holds an address; NULL when no symbol does. */
static const char *variable_at(Dwfl_Module *module, uint64_t address, uint64_t *offset)
{
	int count = dwfl_module_getsymtab(module);
	for (int i = 0; i < count; i++) {
		GElf_Sym symbol;
		GElf_Addr value;
		const char *name = dwfl_module_getsym_info(module, i, &symbol, &value,
							   NULL, NULL, NULL);
		if (name && GELF_ST_TYPE(symbol.st_info) == STT_OBJECT &&
		    address >= value && address - value < symbol.st_size) {
			*offset = address - value;
			return name;
		}
	}
	return NULL;
}

static char *printed_name(Dwfl_Module *module, uint64_t address)
{
	uint64_t offset = 0;
	GElf_Addr start;
	char *text = NULL;
	const char *path =
		dwfl_module_info(module, NULL, &start, NULL, NULL, NULL, NULL, NULL);
	const char *slash = path ? strrchr(path, '/') : NULL;
	const char *object = slash ? slash + 1 : path;
	const char *variable = variable_at(module, address, &offset);
	int length = variable && offset ? asprintf(&text, "%s+%llu in %s", variable,
						   (unsigned long long)offset, object)
		     : variable         ? asprintf(&text, "%s in %s", variable, object)
					: asprintf(&text, "%s+0x%llx", object,
						   (unsigned long long)(address - start));
	return length < 0 ? NULL : text;
}

/* What comes behind an object in memory need not be its own. */
static bool reaches(Dwfl_Module *module, uint64_t address)
{
	GElf_Addr bias = 0;
	GElf_Phdr segment;
	size_t count = 0;
	Elf *elf = module ? dwfl_module_getelf(module, &bias) : NULL;
	if (!elf || elf_getphdrnum(elf, &count) != 0)
		return false;
	for (size_t i = 0; i < count; i++)
		if (gelf_getphdr(elf, (int)i, &segment) && segment.p_type == PT_LOAD &&
		    address - bias - segment.p_vaddr < segment.p_memsz)
			return true;
	return false;
}

/* The object in whose data it lies; NULL: in none's. */
static Dwfl_Module *module_of(const struct wait *wait, Dwfl *objects)
{
	struct mapping mapping;
	if (!objects || !mapping_of(wait->pid, wait->address, &mapping) ||
	    (!mapping.behind && *mapping.path != '/'))
		return NULL;
	uint64_t near = mapping.behind ? mapping.behind : wait->address;
	Dwfl_Module *module = dwfl_addrmodule(objects, near);
	return reaches(module, wait->address) ? module : NULL;
}

/* A stream's lock has its owner behind it (_IO_lock_t), and a program may wait for
 * anything under it (flockfile(3)). On x86-64 a thread's descriptor points to itself. */
static bool is_streams(const struct wait *wait)
{
	uint64_t owner = 0, itself[3] = {0};
	if (!peek(wait->pid, wait->address + sizeof owner, &owner, sizeof owner) ||
	    !peek(wait->pid, owner, itself, sizeof itself))
		return false;
#ifdef __x86_64__
	return itself[0] == owner && itself[2] == owner;
#else
	return true;
#endif
}

/* 2: taken and waited for. */
static bool is_libcs(const struct wait *wait, Dwfl *objects)
{
	Dwfl_Module *module = module_of(wait, objects);
	return module && wait->word == MOST_FREE_FLAG && wait->expected == wait->word &&
	       !is_streams(wait) &&
	       symbols_is_libc(dwfl_module_info(module, NULL, NULL, NULL, NULL, NULL,
						NULL, NULL));
}

static char *name_of(const struct wait *wait, Dwfl *objects)
{
	struct mapping mapping;
	if (!mapping_of(wait->pid, wait->address, &mapping))
		return strdup("memory that is gone");
	Dwfl_Module *module = module_of(wait, objects);
	if (module)
		return printed_name(module, wait->address);
	if (strncmp(mapping.path, "[stack", 6) == 0)
		return strdup("something on its stack");
	return strdup(*mapping.path == '/' ? mapping.path : "the heap");
}

struct lock lock_of(const struct wait *wait, Dwfl *objects)
{
	struct lock lock = {0};
	struct threads parents;
	if (wait->how != WAITS_ON_FUTEX)
		return lock;
	lock.name = name_of(wait, objects);
	lock.is_libcs = is_libcs(wait, objects);
	threads_read(&parents, origin_of(wait->pid).parent);
	lock.owner = mutex_owner(wait, &lock.is_robust);
	lock.shape = lock.owner ? " (a mutex)" : NULL;
	if (!lock.owner && (lock.owner = rwlock_writer(wait, &parents)))
		lock.shape = " (a read-write lock)";
	lock.is_thread =
		!wait->is_private && is_tid(wait->word) && wait->word == wait->expected;
	lock.is_owned = threads_have(&wait->threads,
				     lock.is_thread ? (int)wait->word : lock.owner);
	return lock;
}
