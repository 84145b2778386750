/* SPDX-License-Identifier: MIT
 *
 * Where glibc keeps the state behind random(3) and drand48(3): stdlib/random.c has a
 * static struct random_data, stdlib/drand48-iter.c the hidden __libc_drand48_data.
 * Neither has a name that the dynamic linker knows.
 */
#include "glibc.h"
#include "additive.h"
#include "libc.h"

#include <stddef.h>

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

/* The multiplier and addend in force, read through nrand48(3), which writes neither X nor
 * anything else once they are set. */
static void read_parameters(struct drand48_data *now)
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

/* Untouched since the program began, as far as can be told: then libc's all-zero state.
 */
static void forget_defaults(struct drand48_data *now)
{
	if (!(now->__x[0] | now->__x[1] | now->__x[2]) && now->__a == 0x5deece66d &&
	    now->__c == 0xb)
		memset(now, 0, sizeof *now);
}

/* seed48() with the zero that X is before its first use changes nothing that a handler or
 * a thread in the middle could see. What was drawn from libc's own functions before is
 * put back; only the X that an earlier direct seed48() handed out is lost. */
struct drand48_data *libc_drand48_data(void)
{
	static unsigned short zero[3];
	struct drand48_data before = {0};
	if (!libc_image_contains(&libc_image, (const void *)next.seed48) ||
	    !libc_image_contains(&libc_image, (const void *)next.nrand48))
		return NULL;
	read_parameters(&before);
	unsigned short *old = next.seed48(zero);
	struct drand48_data *data =
		(void *)((char *)old - offsetof(struct drand48_data, __old_x));
	memcpy(before.__x, old, sizeof before.__x);
	if (!libc_image_contains(&libc_image, old) || data->__init != 1 ||
	    data->__a != 0x5deece66d || data->__c != 0xb) {
		next.seed48(before.__x);
		return NULL;
	}
	forget_defaults(&before);
	*data = before;
	return data;
}
