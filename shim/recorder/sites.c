/* SPDX-License-Identifier: MIT
 *
 * Copying the stack, and telling places apart. Two places are the same when the program
 * counter and all words in the slice that point into loaded objects are: among these are
 * the return addresses (unsigned, as a signature is another one at each depth of the
 * stack and in each run), and what a frame's size is follows from the code.
 */
#include "sites.h"
#include "core/memcheck.h"
#include "core/readable.h"
#include "generators/libc.h"

#include PROCESSOR_FILE

#include <string.h>
#include <sys/auxv.h>

enum {
	PAGE = 4096, /* the least there is: a longer page is readable as well */
	FIRST_STACK =
		64 << 20, /* the kernel keeps 128 MB below the first stack's end free */
	THREAD_STACK = 16384, /* no thread's stack is smaller (PTHREAD_STACK_MIN) */
};

/* Where the program began, above all its frames (glibc, elf/dl-sysdep.c); as in
 * settings.c. */
extern char **__libc_stack_end __attribute__((weak));

/* Behind it lie arguments and variables, and at the very end the program's name
 * (getauxval(3)). */
void sites_start(struct sites *sites, bool emulated)
{
	uintptr_t began = &__libc_stack_end ? (uintptr_t)__libc_stack_end : 0;
	uintptr_t end = began ? began : (uintptr_t)getauxval(AT_EXECFN);
	sites->first_thread = processor_thread();
	sites->stack_end = emulated ? 0 : end;
}

static bool is_within(uintptr_t sp, uintptr_t end, uintptr_t most)
{
	return sp < end && end - sp < most;
}

/* Who is in the last page of clone(2)'s stack, or in the one below, is on it, as it grows
 * down on all processors that have a file in arch/ with registers. Who is further below
 * may be on another one, with a page between that nobody can read. */
static bool is_at_end(uintptr_t sp, uintptr_t end)
{
	return sp < end && (end - 1) / PAGE - sp / PAGE <= 1;
}

/* How far the stack is readable for certain. A thread's descriptor lies at the end of its
 * stack. Anything else may be a signal or coroutine stack, whose page ends it: what lies
 * above may be given back at any time, by this process too. */
static uintptr_t readable_end(struct sites *sites, uintptr_t sp)
{
	uintptr_t thread = processor_thread(), end = (sp | (PAGE - 1)) + 1;
	uintptr_t clone_end = sites->clone_end;
	if (is_within(sp, sites->stack_end, FIRST_STACK))
		return sites->stack_end;
	if (thread != sites->first_thread && is_within(sp, thread, THREAD_STACK))
		return thread;
	return is_at_end(sp, clone_end) ? clone_end : end;
}

bool sites_is_readable(uintptr_t address)
{
	return readable_word(address);
}

/* Another thread may have been calling clone(2) for its own child. */
void sites_in_child(struct sites *sites)
{
	uintptr_t here = (uintptr_t)__builtin_frame_address(0);
	if (sites->clone_end && !is_at_end(here, sites->clone_end))
		sites->clone_end = 0;
	if (sites->is_copying)
		sites->is_copying = 0;
}

static uint64_t mixed(uint64_t key, uint64_t value)
{
	key = (key ^ value) * 0x9e3779b97f4a7c15;
	return key ^ key >> 29;
}

struct slice {
	uintptr_t sp, end; /* of what is stack for certain */
	const char *start; /* there, or a copy */
	size_t size;
	bool is_cut, is_copy;
};

/* Pointers into the stack are no code; further on, an object may begin right behind it
 * (qemu-user puts the program there). */
static bool may_be_code(uintptr_t word, const struct slice *slice)
{
	return word - slice->sp >= slice->end - slice->sp &&
	       word / PAGE != slice->sp / PAGE;
}

/* Nor is what lies outside all objects. Small numbers are never code, nor is text: no
 * processor's programs have addresses of more than 56 bits. */
static struct settled_range reach_of(const struct modules *modules)
{
	const struct settled_range any = {1 << 16, (uintptr_t)(UINT64_MAX >> 8), NULL};
	return modules_are_settled(modules) ? settled_all(&modules->settled) : any;
}

static bool is_in(const struct module *module, uintptr_t word)
{
	return module && word - module->start < module->end - module->start;
}

struct lookup {
	struct modules *modules;
	struct reading how;
};

typedef void visit_code(struct module *module, uintptr_t word, size_t at, void *data);

/* Asking for each word's object is most of what an audited fork computes: most words are
 * out of reach, and the object is often the last one. */
static void for_each_code(struct lookup lookup, struct slice slice, visit_code *visit,
			  void *data)
{
	const struct settled_range reach = reach_of(lookup.modules);
	struct module *last = NULL;
	for (size_t at = 0; at + sizeof(uintptr_t) <= slice.size;
	     at += sizeof(uintptr_t)) {
		uintptr_t word;
		memcpy(&word, slice.start + at, sizeof word);
		word = processor_unsigned(word);
		if (word - reach.start >= reach.end - reach.start ||
		    !may_be_code(word, &slice))
			continue;
		if (!is_in(last, word))
			last = modules_find(lookup.modules, word, lookup.how);
		if (last)
			visit(last, word, at, data);
	}
}

static void add_to_key(struct module *module, uintptr_t word, size_t at, void *data)
{
	uint64_t *key = data;
	*key = mixed(mixed(*key, module->key),
		     (word - module->base) ^ (uint64_t)at << 40);
}

/* Without other threads nobody unmaps what is readable now, where the kernel may not be
 * asked for a copy. */
static size_t probed(uintptr_t sp, size_t size, struct reading how)
{
	uintptr_t end = sp + size;
	while (how.is_alone && next._Fork && end < sp + SITES_SLICE &&
	       sites_is_readable(end))
		end += PAGE;
	return end - sp;
}

/* More of the stack than is known to be readable. */
static void lengthen(struct slice *slice, struct sites *sites, struct reading how)
{
	uint32_t nobody = 0;
	if (!how.pid) {
		slice->size = probed(slice->sp, slice->size, how);
	} else if (atomic_compare_exchange_strong(&sites->is_copying, &nobody, 1)) {
		size_t got = reading_ask(how, sites->copy, slice->sp, SITES_SLICE);
		slice->is_copy = got > 0;
		if (got)
			slice->size = got, slice->start = sites->copy;
		else
			sites->is_copying = 0;
	}
}

static struct slice slice_of(struct sites *sites, uintptr_t sp, struct reading how,
			     bool may_ask)
{
	uintptr_t end = readable_end(sites, sp);
	struct slice slice = {
		.sp = sp, .end = end, .start = (const char *)sp, .size = end - sp};
	bool is_known = end == sites->stack_end || (end & (PAGE - 1));
	if (slice.size < SITES_SLICE && !is_known && may_ask)
		lengthen(&slice, sites, how);
	bool is_long = slice.size > SITES_SLICE;
	slice.size = is_long ? SITES_SLICE : slice.size;
	slice.is_cut = is_long || sp + slice.size != sites->stack_end;
	return slice;
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

static uint32_t add(struct lookup lookup, struct target target, struct slice slice,
		    const struct place *place)
{
	struct module *own =
		modules_find(lookup.modules, (uintptr_t)place->pc, lookup.how);
	if (own)
		modules_record(own, target.recording, target.process);
	for_each_code(lookup, slice, record_module, &target);
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
		for_each_code(lookup, slice, write_unsigned, record->stack);
	return recording_commit(target.recording, record);
}

static uint32_t find_or_add(struct lookup lookup, struct target target,
			    struct slice slice, const struct place *place)
{
	struct module *own =
		modules_find(lookup.modules, (uintptr_t)place->pc, lookup.how);
	uint64_t key = mixed(slice.size, own ? place->pc - own->base : place->pc) | 1;
	for_each_code(lookup, slice, add_to_key, &key);
	_Atomic uint32_t *known = recording_slot(target.recording, key);
	if (known && *known)
		return *known;
	uint32_t reference = add(lookup, target, slice, place);
	if (known)
		*known = reference;
	return reference;
}

uint32_t sites_record(struct sites *sites, struct modules *modules,
		      struct recording *recording, uint32_t process,
		      const struct place *place, struct reading how, bool may_ask)
{
	uintptr_t sp = (uintptr_t)read_once(place->sp);
	if (!sp) /* a handler forked, and the child's page has no place any more */
		return 0;
	memcheck_hush(1);
	struct slice slice = slice_of(sites, sp, how, may_ask);
	if (modules->has_opened)
		atomic_fetch_add(&modules->looks, 1);
	uint32_t reference =
		find_or_add((struct lookup){modules, how},
			    (struct target){recording, process}, slice, place);
	if (slice.is_copy)
		sites->is_copying = 0;
	memcheck_hush(-1);
	return reference;
}
