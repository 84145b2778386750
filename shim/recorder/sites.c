/* SPDX-License-Identifier: MIT
 *
 * Copying the stack, and telling places apart. Two places are the same when the program
 * counter and all words in the slice that point into loaded objects are: among these are
 * the return addresses (unsigned, as a signature is another one at each depth of the
 * stack and in each run), and what a frame's size is follows from the code.
 */
#include "sites.h"
#include "generators/libc.h"

#include PROCESSOR_FILE

#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/syscall.h>

enum {
	PAGE = 4096, /* the least there is: a longer page is readable as well */
	FIRST_STACK =
		64 << 20, /* the kernel keeps 128 MB below the first stack's end free */
	THREAD_STACK = 16384, /* no thread's stack is smaller (PTHREAD_STACK_MIN) */
	CLONE_STACK = 16384,
};

/* The program's name lies at the end of the first thread's stack (getauxval(3)). */
void sites_start(struct sites *sites, bool emulated)
{
	sites->first_thread = (uintptr_t)pthread_self();
	sites->stack_end = emulated ? 0 : (uintptr_t)getauxval(AT_EXECFN);
}

static bool is_within(uintptr_t sp, uintptr_t end, uintptr_t most)
{
	return sp < end && end - sp < most;
}

/* How far the stack is readable for certain. A thread's descriptor lies at the end of its
 * stack. Anything else may be a signal or coroutine stack, whose page ends it. */
static uintptr_t readable_end(struct sites *sites, uintptr_t sp)
{
	uintptr_t thread = (uintptr_t)pthread_self(), end = (sp | (PAGE - 1)) + 1;
	if (is_within(sp, sites->stack_end, FIRST_STACK))
		return sites->stack_end;
	if (thread != sites->first_thread && is_within(sp, thread, THREAD_STACK))
		return thread;
	uintptr_t probed = sites->probed, start = probed & ~(uintptr_t)(PAGE - 1);
	uintptr_t probed_end = start + probed % PAGE * PAGE;
	return sp >= start && sp < probed_end ? probed_end : end;
}

/* Asks the kernel for a signal mask to be read there, to be used in no way it knows:
 * EINVAL says that it could be read. glibc's fork makes the same call (2.34 and later),
 * so that no sandbox in which a program forks can object. */
bool sites_is_readable(uintptr_t address)
{
	return raw_syscall(SYS_rt_sigprocmask, -1, (long)address, 0, 8) == -EINVAL;
}

void sites_probe(struct sites *sites, uintptr_t sp)
{
	uintptr_t start = sp & ~(uintptr_t)(PAGE - 1), end = start + PAGE;
	if (!next._Fork || is_within(sp, sites->stack_end, FIRST_STACK))
		return;
	while (end < sp + SITES_SLICE && sites_is_readable(end))
		end += PAGE;
	for (int i = 0; i < SITES_SLICE / PAGE && sites_is_readable(start - PAGE); i++)
		start -= PAGE;
	sites->probed = start | (end - start) / PAGE;
}

/* Whoever is that near to the end is on this stack: clone(2)'s, which grows down on all
 * processors that have a file in arch/ with registers. */
void sites_know_end(struct sites *sites, uintptr_t end)
{
	uintptr_t page_end = ((end - 1) | (PAGE - 1)) + 1;
	sites->probed = (page_end - CLONE_STACK) | CLONE_STACK / PAGE;
}

void sites_forget_probe(struct sites *sites)
{
	sites->probed = 0;
}

static uint64_t mixed(uint64_t key, uint64_t value)
{
	key = (key ^ value) * 0x9e3779b97f4a7c15;
	return key ^ key >> 29;
}

/* Small numbers are no code, nor are pointers into the page that the stack is on; further on,
 * an object may begin right behind a stack (qemu-user puts the program there). */
static bool may_be_code(uintptr_t word, uintptr_t sp)
{
	return word >= 1 << 16 && word / PAGE != sp / PAGE;
}

struct slice {
	const char *start;
	size_t size;
	bool is_cut;
};

typedef void visit_code(struct module *module, uintptr_t word, size_t at, void *data);

static void for_each_code(struct modules *modules, struct slice slice, visit_code *visit,
			  void *data)
{
	for (size_t at = 0; at + sizeof(uintptr_t) <= slice.size;
	     at += sizeof(uintptr_t)) {
		uintptr_t word;
		memcpy(&word, slice.start + at, sizeof word);
		word = processor_unsigned(word);
		struct module *module = may_be_code(word, (uintptr_t)slice.start)
						? modules_find(modules, word)
						: NULL;
		if (module)
			visit(module, word, at, data);
	}
}

static void add_to_key(struct module *module, uintptr_t word, size_t at, void *data)
{
	uint64_t *key = data;
	*key = mixed(mixed(*key, module->key),
		     (word - module->base) ^ (uint64_t)at << 40);
}

struct target {
	struct recording *recording;
	uint32_t process;
};

static void record_module(struct module *module, uintptr_t word, size_t at, void *data)
{
	const struct target *target = data;
	(void)word, (void)at;
	modules_record(module, target->recording, target->process);
}

/* So that an unwinder need not know of signatures. */
static void write_unsigned(struct module *module, uintptr_t word, size_t at, void *data)
{
	(void)module;
	memcpy((char *)data + at, &word, sizeof word);
}

static struct slice slice_of(struct sites *sites, uintptr_t sp)
{
	size_t size = readable_end(sites, sp) - sp;
	bool is_cut = size > SITES_SLICE;
	return (struct slice){(const char *)sp, is_cut ? SITES_SLICE : size,
			      is_cut || sp + size != sites->stack_end};
}

static uint32_t add(struct modules *modules, struct target target, struct slice slice,
		    const struct place *place)
{
	struct module *own = modules_find(modules, (uintptr_t)place->pc);
	if (own)
		modules_record(own, target.recording, target.process);
	for_each_code(modules, slice, record_module, &target);
	struct site_record *record = recording_reserve(target.recording, RECORD_SITE,
						       sizeof *record + slice.size);
	if (!record)
		return 0;
	record->head.process = target.process;
	record->registers = PROCESSOR_REGISTERS;
	record->is_cut = slice.is_cut;
	record->pc = place->pc;
	record->sp = place->sp;
	memcpy(record->values, place->values, sizeof place->values);
	record->stack_size = (uint32_t)slice.size;
	memcpy(record->stack, slice.start, slice.size);
	if (PROCESSOR_SIGNS)
		for_each_code(modules, slice, write_unsigned, record->stack);
	return recording_commit(target.recording, record);
}

uint32_t sites_record(struct sites *sites, struct modules *modules,
		      struct recording *recording, uint32_t process,
		      const struct place *place)
{
	struct slice slice = slice_of(sites, (uintptr_t)place->sp);
	struct module *own = modules_find(modules, (uintptr_t)place->pc);
	uint64_t key = mixed(slice.size, own ? place->pc - own->base : place->pc) | 1;
	for_each_code(modules, slice, add_to_key, &key);
	_Atomic uint32_t *known = recording_slot(recording, key);
	if (known && *known)
		return *known;
	uint32_t reference =
		add(modules, (struct target){recording, process}, slice, place);
	if (known)
		*known = reference;
	return reference;
}
