/* SPDX-License-Identifier: MIT */
/* What an audited fork can't cost less than: least-recorder.so, an object as the shim is
 * mapped that keeps a number of its forks. Before a fork the parent writes to a page of
 * its own (which the fork then makes it copy) and to a shared one, and finds out where it
 * is as it must without unwinding: it reads what of the stack an audit keeps, once, and
 * looks up what it has read in the recording's table. The child writes to the shared one,
 * and to a wiped page that it has.
 *
 * A child's first rand() takes a key from the kernel, finds out where it is, and writes
 * to the recording's head, to a place in its table, and behind its pid. */
#define _GNU_SOURCE
#include "around.h"
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/random.h>

#ifndef MADV_WIPEONFORK
#define MADV_WIPEONFORK 18
#endif

enum { PAGE = 4096, SHARED = 32 << 20, PLACES = 32, SLICE = 8192, DRAWN = 1 };

extern char *__libc_stack_end;

__attribute__((visibility("hidden"))) void *__dso_handle = &__dso_handle;

static _Alignas(PAGE) volatile char home[PAGE] __attribute__((section(".bss.wiped")));
static volatile char *shared, *own;
static uint32_t state;

static uint64_t place(void)
{
	const char *from = __builtin_frame_address(0), *end = __libc_stack_end;
	uint64_t key = 1;
	if (end - from > SLICE)
		end = from + SLICE;
	for (const uint64_t *word = (const void *)from; (const char *)word < end; word++)
		key = (key ^ *word) * 0x9e3779b97f4a7c15;
	return key;
}

static void before(void)
{
	own[0]++;
	shared[PLACES * PAGE] = shared[(1 + place() % (PLACES - 1)) * PAGE];
}

static void in_parent(void)
{
}

__attribute__((section("far_text"))) static void in_child(void)
{
	shared[PLACES * PAGE + 1]++;
	home[0] = 1;
}

__attribute__((section("far_text"), noinline)) static void first_draw(void)
{
	home[DRAWN] = 1;
	if (getrandom(&state, sizeof state, 0) < 0)
		return;
	shared[0]++;
	shared[(1 + place() % (PLACES - 1)) * PAGE]++;
	shared[PLACES * PAGE + 2]++;
}

int rand(void)
{
	if (!home[DRAWN])
		first_draw();
	state = state * 1103515245 + 12345;
	return (int)(state >> 1);
}

static void *map(size_t size, int flags)
{
	return mmap(NULL, size, PROT_READ | PROT_WRITE, flags | MAP_ANONYMOUS, -1, 0);
}

__attribute__((constructor)) static void start(void)
{
	shared = map(SHARED, MAP_SHARED | MAP_NORESERVE);
	own = map(PAGE, MAP_PRIVATE);
	if (shared == MAP_FAILED || own == MAP_FAILED)
		return;
	madvise((void *)home, PAGE, MADV_WIPEONFORK);
	home[0] = home[DRAWN] = own[0] = shared[0] = 1;
	pthread_atfork(before, in_parent, in_child);
}
