/* SPDX-License-Identifier: MIT
 *
 * Where glibc keeps the state behind random(3) and drand48(3): stdlib/random.c has a
 * static struct random_data, stdlib/drand48-iter.c the hidden __libc_drand48_data.
 * Neither has a name that the dynamic linker knows.
 */
#include "glibc.h"
#include "additive.h"
#include "libc.h"

#include PROCESSOR_FILE

#include <stddef.h>

enum { CODE_BYTES = 64 }; /* of nrand48(), more than it has before it calls */

static void extend(struct libc_image *image, const char *start, const char *end)
{
	if (!image->start || start < image->start)
		image->start = start;
	if (end > image->end)
		image->end = end;
}

void libc_image_read(struct libc_image *image, const struct dl_phdr_info *object)
{
	const char *read_only_end = NULL; /* RELRO is the head of the writable segment */
	for (int i = 0; i < object->dlpi_phnum; i++) {
		const ElfW(Phdr) *part = &object->dlpi_phdr[i];
		const char *start = (const char *)object->dlpi_addr + part->p_vaddr;
		if (part->p_type == PT_GNU_RELRO)
			read_only_end = start + part->p_memsz;
		if (part->p_type != PT_LOAD)
			continue;
		extend(image, start, start + part->p_memsz);
		if (part->p_flags & PF_W) {
			image->data_start = start;
			image->data_end = start + part->p_filesz;
			image->zeroed_end = start + part->p_memsz;
		}
	}
	if (read_only_end > image->data_start && read_only_end < image->data_end)
		image->data_start = read_only_end;
}

bool libc_image_contains(const struct libc_image *image, const void *address)
{
	return (const char *)address >= image->start &&
	       (const char *)address < image->end;
}

struct random_data *libc_random_data(void)
{
	struct random_data *found = NULL;
	const size_t step = _Alignof(struct random_data);
	const char *at = libc_image.data_start;
	for (; at && at + sizeof *found <= libc_image.data_end; at += step) {
		struct random_data *candidate = (struct random_data *)at;
		if (!additive_is_consistent(candidate))
			continue;
		if (found)
			return NULL;
		found = candidate;
	}
	return found;
}

/* The multiplier and addend in force, read through nrand48(3), which writes no X but its
 * caller's. Where nothing was drawn yet it sets the two, as any draw would. */
far_away static void read_parameters(struct drand48_data *now)
{
	unsigned short zero[3] = {0}, one[3] = {1};
	next.nrand48(zero);
	next.nrand48(one);
	uint64_t addend = zero[0] | (uint64_t)zero[1] << 16 | (uint64_t)zero[2] << 32;
	uint64_t sum = one[0] | (uint64_t)one[1] << 16 | (uint64_t)one[2] << 32;
	now->__c = (unsigned short)addend;
	now->__a = (sum - addend) & 0xffffffffffff;
	now->__init = 1;
}

far_away static bool has_parameters(const struct drand48_data *candidate,
				    const struct drand48_data *wanted)
{
	return candidate->__a == wanted->__a && candidate->__c == wanted->__c &&
	       candidate->__init == wanted->__init;
}

static bool may_be_at(const char *at)
{
	return at >= libc_image.data_start &&
	       at + sizeof(struct drand48_data) <= libc_image.zeroed_end;
}

/* The quick way: nrand48() itself tells where, to whoever can read its code. */
far_away static struct drand48_data *find_by_code(const struct drand48_data *wanted)
{
	const unsigned char *code = (const unsigned char *)next.nrand48;
	for (int i = 0; i < CODE_BYTES; i++) {
		const char *at = processor_reference(code + i);
		if (at && may_be_at(at) &&
		    (uintptr_t)at % _Alignof(struct drand48_data) == 0 &&
		    has_parameters((const struct drand48_data *)at, wanted))
			return (struct drand48_data *)at;
	}
	return NULL;
}

far_away static struct drand48_data *find_by_scan(const struct drand48_data *wanted)
{
	struct drand48_data *found = NULL;
	const char *at = libc_image.data_start;
	for (; at && may_be_at(at); at += _Alignof(struct drand48_data)) {
		struct drand48_data *candidate = (struct drand48_data *)at;
		if (!has_parameters(candidate, wanted))
			continue;
		if (found)
			return NULL;
		found = candidate;
	}
	return found;
}

/* Nothing is written, since other threads may be drawing: seed48(3) would say where the
 * state is, but only by changing it. */
far_away struct drand48_data *libc_drand48_data(void)
{
	struct drand48_data wanted, *found;
	if (!libc_image_contains(&libc_image, (const void *)next.nrand48))
		return NULL;
	read_parameters(&wanted);
	found = find_by_code(&wanted);
	return found ? found : find_by_scan(&wanted);
}
