/* SPDX-License-Identifier: MIT */
/*
 * A library that the program links with: its constructor runs before a preloaded object's
 * does. By libc's own function, which no preloaded object sees, its atfork handlers stand
 * outside all: prepare comes last, parent and child first. What they do is up to
 * handlers.c.
 */
#define _GNU_SOURCE
#include "handlers.h"
#include <dlfcn.h>
#include <stdlib.h>

void (*early_handlers[PHASES])(void);

static void prepare(void)
{
	if (early_handlers[PREPARE])
		early_handlers[PREPARE]();
}

static void parent(void)
{
	if (early_handlers[PARENT])
		early_handlers[PARENT]();
}

static void child(void)
{
	if (early_handlers[CHILD])
		early_handlers[CHILD]();
}

__attribute__((constructor)) static void construct(void)
{
	void *libc = dlopen("libc.so.6", RTLD_LAZY | RTLD_NOLOAD);
	int (*atfork)(void (*)(void), void (*)(void), void (*)(void), void *) =
		libc ? (__typeof__(atfork))dlsym(libc, "__register_atfork") : NULL;
	if (!atfork || atfork(prepare, parent, child, NULL))
		abort();
}
