/* SPDX-License-Identifier: MIT
 *
 * Reading memory that somebody may unmap meanwhile: the dynamic linker's notes about an
 * object that another thread closes, the stack of a coroutine above this one. What can't
 * be read is not read; no signal comes of it.
 */
#pragma once

#include "core/compiler.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How it is read. Neither: not at all. */
struct reading {
	bool is_alone; /* there is no other thread, so that nobody closes an object */
	int pid;       /* this process's, where the kernel may be asked to read; or 0 */
};

/* Copies what the kernel can read there, from the start on, by process_vm_readv(2) on
 * this process itself; 0 where it may not be asked. */
size_t reading_ask(struct reading how, void *to, uintptr_t from, size_t size);

/* Copies all of it or nothing: directly if there is no other thread, else by asking. For
 * what only dlclose(3) unmaps. */
bool reading_copy(struct reading how, void *to, uintptr_t from, size_t size);

/* The length of a text that ends within PATH_MAX; -1 where it does not, or can't be read.
 */
int reading_length(struct reading how, uintptr_t text);

/* Whether this is the text there; false too where it can't be read. */
bool reading_is_text(struct reading how, uintptr_t text, const char *wanted);
