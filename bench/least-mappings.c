/* SPDX-License-Identifier: MIT */
/* What a fork can't cost less than, with the shim and its adapters in it: two objects
 * without code that have as many mappings, of which as many pages are written. mapped.so:
 * text, data, a wiped page, text that is far away (shim/far.ld); mapped-too.so
 * (-DSECOND): text and data (shim/adapters/whole.ld). */
#include <sys/mman.h>

#ifndef MADV_WIPEONFORK
#define MADV_WIPEONFORK 18
#endif

enum { PAGE = 4096 };

#ifdef SECOND

enum { DATA = 75, WRITTEN = 11 };
static volatile char data[DATA * PAGE] = {1};

__attribute__((constructor)) static void write_pages(void)
{
	for (int i = 0; i < WRITTEN; i++)
		data[i * PAGE + PAGE / 2] = 1;
}

#else

static _Alignas(PAGE) char home[PAGE] __attribute__((section(".bss.wiped")));
static volatile char data = 1;
__attribute__((section("far_text"), used)) static void far_away(void)
{
}

__attribute__((constructor)) static void write_pages(void)
{
	madvise(home, PAGE, MADV_WIPEONFORK);
	*(volatile char *)home = 1;
	data = 2;
}

#endif
