/* SPDX-License-Identifier: MIT */
/*
 * A library that the program links with, which calls it before any constructor. By libc's
 * own function, which no preloaded object sees (dlopen(3) would start the shim), its
 * atfork handlers stand outside all: prepare comes last, parent and child first. What
 * they do is up to the program.
 */
#define _GNU_SOURCE
#define HANDLERS_LIB
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

void register_early(void)
{
	int (*atfork)(void (*)(void), void (*)(void), void (*)(void), void *) =
		(__typeof__(atfork))dlsym(RTLD_NEXT, "__register_atfork");
	if (!atfork || atfork(prepare, parent, child, NULL))
		abort();
}
