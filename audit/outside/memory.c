/* SPDX-License-Identifier: MIT */
/*
 * The memory of one process, by process_vm_readv(2), a page at a time: what is followed
 * in it are thousands of words on few pages. It waits, and so what was read stays true.
 */
#include "outside.h"

#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>

enum { PAGE = 4096, PAGES = 256, NEAR = 4096 };

static struct page {
	uint64_t number; /* address / PAGE; 0: none */
	bool is_there;
	char bytes[PAGE];
} pages[PAGES];
static int process;

void outside_begin(int pid)
{
	process = pid;
	for (int i = 0; i < PAGES; i++)
		pages[i].number = 0;
}

static const struct page *page_of(uint64_t address)
{
	uint64_t number = address / PAGE;
	struct page *page = &pages[number % PAGES];
	if (page->number == number)
		return page;
	struct iovec here = {page->bytes, PAGE};
	struct iovec there = {(void *)(uintptr_t)(number * PAGE), PAGE};
	page->is_there = process_vm_readv(process, &here, 1, &there, 1, 0) == PAGE;
	page->number = number;
	return page;
}

bool outside_read(uint64_t at, void *to, size_t size)
{
	char *into = to;
	while (size) {
		size_t offset = at % PAGE, part = PAGE - offset;
		const struct page *page = at < PAGE ? NULL : page_of(at);
		if (!page || !page->is_there)
			return false;
		if (part > size)
			part = size;
		memcpy(into, page->bytes + offset, part);
		into += part;
		at += part;
		size -= part;
	}
	return true;
}

uint64_t outside_word(uint64_t at)
{
	uint64_t word = 0;
	return outside_read(at, &word, sizeof word) ? word : 0;
}

/* glibc's struct of the thread, with its specific data (pthread_setspecific(3)), lies at
 * the thread pointer, behind it or before it, and static thread-local variables on the
 * other side. */
uint64_t outside_next(const struct outside_thread *thread, uint64_t *at)
{
	uint64_t first = (thread->pointer & -sizeof *at) - NEAR;
	if (thread->pointer < (uint64_t)2 * NEAR)
		return 0;
	for (*at = *at ? *at + sizeof *at : first; *at < thread->pointer + NEAR;
	     *at += sizeof *at) {
		uint64_t word = outside_word(*at);
		if (word >= PAGE && word % sizeof word == 0)
			return word;
	}
	return 0;
}
