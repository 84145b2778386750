/* SPDX-License-Identifier: MIT */
/*
 * A library that the program links with: its constructor runs before a preloaded object's
 * does, so its atfork handlers stand outside: prepare comes last, parent and child first.
 * What they do is up to handlers.c.
 */
#include "handlers.h"
#include <pthread.h>

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
	pthread_atfork(prepare, parent, child);
}
