/* SPDX-License-Identifier: MIT
 *
 * The wiped page, the words in it, and the numbers that tell a process from its
 * ancestors. What is filled into a generator's state, and when, is the generators'
 * business.
 */
#include "lineage.h"

#include <stddef.h>
#include <sys/auxv.h>
#include <sys/mman.h>

#ifndef MADV_WIPEONFORK
#define MADV_WIPEONFORK 18 /* Linux 4.14, <linux/mman.h> */
#endif

/* Where the page is, unless this system's pages are larger (far.ld). */
static _Alignas(4096) unsigned char home[4096] __attribute__((section(".bss.wiped")));

/* Serves the hooks that run before lineage_arm(), and for ever where no memory is to be
 * had. */
static struct lineage_page unarmed;
struct lineage_page *lineage_page = &unarmed;
struct lineage_rest *lineage_rest;
static enum lineage_detector detector = DETECTOR_NONE;

/* Inherited on purpose: a child counts on from its parent, never from an ancestor's past.
 */
static _Atomic uint64_t counter = FIRST_TOKEN;

/* An emulator that does not know the advice may say yes to everything and wipe nothing
 * (qemu-user before 11): it gives itself away by accepting an advice that does not exist.
 */
static bool kernel_wipes(void *page, size_t size)
{
	return madvise(page, size, -1) != 0 && madvise(page, size, MADV_WIPEONFORK) == 0;
}

static seldom void *map_page(size_t size)
{
	void *page = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
			  -1, 0);
	return page == MAP_FAILED ? NULL : page;
}

enum lineage_detector lineage_arm(void)
{
	if (detector != DETECTOR_NONE)
		return detector;
	size_t size = getauxval(AT_PAGESZ);
	void *page = size == sizeof home ? home : map_page(size);
	bool wiped = page && kernel_wipes(page, size);
	if (page) {
		lineage_page = page;
		lineage_rest = (void *)((unsigned char *)page + REST_AT);
	}
	lineage_page->epoch = ROOT;
	detector = wiped ? DETECTOR_WIPE : DETECTOR_HOOKS;
	return detector;
}

static void forget(struct lineage_page *page)
{
	__builtin_memset(page, 0, sizeof *page);
}

far_away void lineage_child(void)
{
	if (detector == DETECTOR_HOOKS)
		forget(lineage_page);
	if (detector == DETECTOR_HOOKS && lineage_rest) {
		__builtin_memset(lineage_rest->adapted, 0, sizeof lineage_rest->adapted);
		__builtin_memset(lineage_rest->used, 0, sizeof lineage_rest->used);
	}
}

uint64_t lineage_token(void)
{
	return atomic_fetch_add(&counter, 1);
}

/* A child that a signal handler made in the middle, and that goes on here, has no mark in
 * its page: it takes a number of its own. */
uint64_t lineage_epoch(void)
{
	_Atomic uint64_t *own = &lineage_page->epoch;
	uint64_t epoch;
	while ((epoch = atomic_load(own)) == WIPED || epoch == FILLING) {
		uint64_t next = epoch == WIPED ? FILLING : lineage_token();
		atomic_compare_exchange_strong(own, &epoch, next);
	}
	return epoch;
}
