/* SPDX-License-Identifier: MIT */
/* What an audited fork can't cost less than: least-recorder.so, an object as the shim is
 * mapped that keeps a number of its forks. Before a fork the parent writes to a page of
 * its own (which the fork then makes it copy) and to a shared one; the child writes to
 * the shared one, and to a wiped page that it has. Nothing is computed. */
#include <pthread.h>
#include <sys/mman.h>

#ifndef MADV_WIPEONFORK
#define MADV_WIPEONFORK 18
#endif

enum { PAGE = 4096, SHARED = 32 << 20 };

__attribute__((visibility("hidden"))) void *__dso_handle = &__dso_handle;

static _Alignas(PAGE) volatile char home[PAGE] __attribute__((section(".bss.wiped")));
static volatile char *shared, *own;

static void before(void)
{
	own[0]++;
	shared[0]++;
}

static void in_parent(void)
{
}

__attribute__((section("far_text"))) static void in_child(void)
{
	shared[1]++;
	home[0] = 1;
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
	home[0] = own[0] = shared[0] = 1;
	pthread_atfork(before, in_parent, in_child);
}
